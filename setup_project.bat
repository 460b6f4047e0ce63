@echo off
rem setup_project.bat [OPTIONS] [TASK [ARGUMENTS]]: finds a Python and hands over to setup_project.py.
setlocal EnableExtensions DisableDelayedExpansion
set "HERE=%~dp0"
set "FOUND="
set "REFUSED="

rem .venv's own Python only with a stamp: an unfinished .venv may have to be made again, and a running Python cannot
rem be removed. Then what the shell calls python, the person's choice (conda, a CI matrix), then the launcher's.
if exist "%HERE%.venv\setup.stamp" call :probe "%HERE%.venv\Scripts\python.exe"
call :probe python
for %%V in (3.13 3.12 3.11 3.10) do call :probe py -%%V
call :probe python3

if not defined FOUND if defined REFUSED goto refused
if not defined FOUND goto missing
%FOUND% "%HERE%setup_project.py" %*
exit /b %ERRORLEVEL%

:refused
rem setup_project.py says what is wrong with this Python
%REFUSED% "%HERE%setup_project.py"
exit /b %ERRORLEVEL%

:missing
rem Windows comes with a python.exe in this folder that is none; a Python of the Store would have answered the probe.
set "CODE=10"
set "WHY=neither python nor py -3.13 ... py -3.10 runs"
if exist "%LOCALAPPDATA%\Microsoft\WindowsApps\python.exe" set "CODE=11"
if %CODE%==11 set "WHY=the python that Windows comes with only opens the Microsoft Store"
echo error: no Python 3.10 to 3.13 was found>&2
echo   why: %WHY%>&2
echo   do this: install 64-bit Python 3.13 from https://python.org/downloads with "Add to PATH" ticked, open a new window>&2
exit /b %CODE%

rem A Python is asked by running it: the Microsoft Store puts a python.exe on PATH that only opens the Store (9009).
rem 0: it will do; 3: setup_project.py refuses it; anything else: it is none. With call, since pyenv's python is a .bat;
rem call reads its line twice, and %%HERE%% keeps a caret or percent sign in the path whole.
:probe
if defined FOUND exit /b 0
call %* "%%HERE%%setup_project.py" --probe <nul >nul 2>nul
if %ERRORLEVEL%==0 set FOUND=%*
if %ERRORLEVEL%==3 if not defined REFUSED set REFUSED=%*
exit /b 0
