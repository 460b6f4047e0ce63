# .\setup_project.ps1 [OPTIONS] [TASK [ARGUMENTS]]: finds a Python and hands over to setup_project.py.
# If Windows refuses to run it: powershell -NoProfile -ExecutionPolicy Bypass -File setup_project.ps1 [TASK [ARGUMENTS]]
# There is no param() block on purpose: PowerShell would take -S for a parameter of its own. Everything is in $args.

$ErrorActionPreference = 'Continue'  # with 'Stop', 5.1 takes a line on a program's stderr for an exception
$setup = Join-Path $PSScriptRoot 'setup_project.py'

# PowerShell 5.1 loses quotes inside an argument, and empty arguments. So each one is quoted here, by the rules of
# Windows' C library, and 'Legacy' keeps PowerShell 7 from quoting once more (5.1 ignores the variable).
$PSNativeCommandArgumentPassing = 'Legacy'
function Format-Argument($argument) {
    $text = $argument -join ','  # a,b without quotes is an array to PowerShell
    '"' + (($text -replace '(\\*)"', '$1$1\"') -replace '(\\+)$', '$1$1') + '"'
}

# A Python is asked by running it: the Microsoft Store puts a python.exe on PATH that only opens the Store (9009).
# 0: it will do; 3: setup_project.py refuses it; anything else: it is none.
function Test-Python($program, $flags) {
    if (-not (Get-Command $program -CommandType Application -ErrorAction SilentlyContinue)) { return 9009 }
    $script = Format-Argument $setup
    $null = & $program @flags $script --probe 2>$null
    return $LASTEXITCODE
}

# .venv's own Python only with a stamp: an unfinished .venv may have to be made again, and a running Python cannot be
# removed. Then what the shell calls python, the person's choice (conda, a CI matrix), then the launcher's.
$candidates = @()
if (Test-Path -LiteralPath (Join-Path $PSScriptRoot '.venv\setup.stamp')) {
    $candidates += @{ Program = Join-Path $PSScriptRoot '.venv\Scripts\python.exe'; Flags = @() }
}
$candidates += @{ Program = 'python'; Flags = @() }
foreach ($version in '3.13', '3.12', '3.11', '3.10') {
    $candidates += @{ Program = 'py'; Flags = @("-$version") }
}
$candidates += @{ Program = 'python3'; Flags = @() }

$refused = $null
foreach ($candidate in $candidates) {
    $program, $flags = $candidate.Program, $candidate.Flags
    $answer = Test-Python $program $flags
    if ($answer -eq 0) {
        $quoted = @(foreach ($argument in @($setup) + $args) { Format-Argument $argument })
        & $program @flags @quoted
        exit $LASTEXITCODE
    }
    if (($answer -eq 3) -and ($null -eq $refused)) { $refused = $candidate }
}

if ($null -ne $refused) {
    $program, $flags = $refused.Program, $refused.Flags
    $script = Format-Argument $setup
    & $program @flags $script  # says what is wrong with this Python
    exit $LASTEXITCODE
}
# Windows comes with a python.exe in this folder that is none; a Python of the Store would have answered the probe.
$code = 10
$why = 'neither python nor py -3.13 ... py -3.10 runs'
if ($env:LOCALAPPDATA -and (Test-Path -LiteralPath "$env:LOCALAPPDATA\Microsoft\WindowsApps\python.exe")) {
    $code = 11
    $why = 'the python that Windows comes with only opens the Microsoft Store'
}
[Console]::Error.WriteLine(@"
error: no Python 3.10 to 3.13 was found
  why: $why
  do this: install 64-bit Python 3.13 from https://python.org/downloads with "Add to PATH" ticked, open a new window
"@)
exit $code
