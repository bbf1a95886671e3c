@echo off
rem Starts Porty. Environment: PORTY_JAVA_HOME, JAVA_HOME, PORTY_OPTS, PORTY_LOGBACK as for bin/porty.
rem Without delayed expansion: it would take the exclamation marks out of paths and arguments.
setlocal disabledelayedexpansion
for %%i in ("%~dp0..") do set "HOME_DIR=%%~fi"

if defined PORTY_JAVA_HOME goto porty_java_home
if defined JAVA_HOME goto java_home
if exist "%HOME_DIR%\runtime\bin\java.exe" goto runtime
set "JAVA_EXE=java.exe"
goto java_found
:porty_java_home
rem Quotes are part of the value if somebody has set it with them.
set "JAVA_EXE=%PORTY_JAVA_HOME:"=%\bin\java.exe"
goto java_found
:java_home
set "JAVA_EXE=%JAVA_HOME:"=%\bin\java.exe"
goto java_found
:runtime
set "JAVA_EXE=%HOME_DIR%\runtime\bin\java.exe"
:java_found

set "JAVA_VERSION="
for /f "tokens=3" %%v in ('""%JAVA_EXE%" -version 2^>^&1 ^| findstr /i "version""') do if not defined JAVA_VERSION set "JAVA_VERSION=%%~v"
if not defined JAVA_VERSION goto no_java
for /f "delims=.-+ tokens=1,2" %%a in ("%JAVA_VERSION%") do (
  set "JAVA_MAJOR=%%a"
  if "%%a"=="1" set "JAVA_MAJOR=%%b"
)
if %JAVA_MAJOR% LSS 17 goto old_java

rem What PORTY_OPTS names of a family of flags replaces Porty's own flags of it.
set "COLLECTOR=-XX:+UseSerialGC"
set "HEAP=-Xms24m -Xmx256m"
if not defined PORTY_OPTS goto options_known
set "PLAIN_OPTS=%PORTY_OPTS:"=%"
if not "%PLAIN_OPTS:GC=%"=="%PLAIN_OPTS%" set "COLLECTOR="
if not "%PLAIN_OPTS:-Xm=%"=="%PLAIN_OPTS%" set "HEAP="
if not "%PLAIN_OPTS:HeapSize=%"=="%PLAIN_OPTS%" set "HEAP="
if not "%PLAIN_OPTS:RAMPercentage=%"=="%PLAIN_OPTS%" set "HEAP="
:options_known
set "FLAGS=%COLLECTOR% %HEAP% -XX:+CrashOnOutOfMemoryError -XX:-CreateCoredumpOnCrash -Dfile.encoding=UTF-8 -Dio.netty.leakDetection.level=disabled -Dguice_bytecode_gen_option=DISABLED"
if %JAVA_MAJOR% GEQ 24 set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
if not defined PORTY_LOGBACK set "PORTY_LOGBACK=%HOME_DIR%\conf\logback.xml"

"%JAVA_EXE%" %FLAGS% "-Dporty.home=%HOME_DIR%" "-Dporty.launcher=%HOME_DIR%\bin\porty.bat" "-Dlogback.configurationFile=%PORTY_LOGBACK%" "-Dlog4j2.configurationFile=%HOME_DIR%\conf\log4j2.xml" "-Djava.util.logging.config.file=%HOME_DIR%\conf\logging.properties" "-Djava.security.properties=%HOME_DIR%\conf\java.security" %PORTY_OPTS% -cp "%HOME_DIR%\lib\*;%HOME_DIR%\lib\logging\*" io.porty.cli.Main %*
exit /b %ERRORLEVEL%

:no_java
echo porty: no Java found; install Java 17 or newer, or set PORTY_JAVA_HOME to one 1>&2
exit /b 1
:old_java
echo porty: Java 17 or newer is needed; "%JAVA_EXE%" is version %JAVA_MAJOR% ^(set PORTY_JAVA_HOME to another^) 1>&2
exit /b 1
