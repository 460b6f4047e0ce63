"""Programs behind the words of tasks.py that are no stage: what a person does with a trained model and its reports."""
