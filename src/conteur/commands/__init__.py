"""Programs behind the words of tasks.py that are no stage.

With the trained model: generate, chat, strategies, export. With the reports: summary, plots. With params.yaml: preset,
model. With a text: tokenize_text. With a project that may be broken: doctor, whose single looks are in checks/.
Tasks themselves run before_dvc and own_files before they start DVC.
"""
