@echo off
rem Opens drafter in a window of its own. This file is plain ASCII: cmd.exe reads it in the
rem code page of the machine.
setlocal
title drafter
chcp 65001 >nul
mode con: cols=120 lines=36 2>nul
"%~dp0python\python.exe" -X utf8 -m drafter open %*
if errorlevel 1 pause
