package io.porty.cli;

import io.porty.engine.ClassPreloader;
import io.porty.engine.StartException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Entry point of {@code bin/porty}. Exit codes: 0 success, 1 failed while running, 2 wrong usage or
 * configuration, 3 address in use, 4 halted because the shutdown exceeded its time limit.
 */
public final class Main {

  /** Time limit of a command's exit: shutdown hooks of plugins may hang. */
  private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(5);

  public static void main(String[] args) {
    ProcessName.set();
    Console console = Console.ofProcess();
    int code;
    try {
      code = run(args, console);
    } catch (Throwable e) {
      // Event loops may already run and would keep the process alive without a main thread.
      e.printStackTrace(console.err());
      code = StartException.FAILED;
    }
    int exit = console.finish(code);
    new ExitWatchdog(console).haltAfter(EXIT_TIMEOUT);
    System.exit(exit);
  }

  /**
   * Runs a command and returns its exit code. {@code porty start}, and {@code porty} with at most
   * {@code --config}, bypass the other commands: building picocli's model of all of them takes
   * longer than starting the proxy.
   */
  static int run(String[] args, Console console) {
    if (args.length > 0 && args[0].equals("start")) {
      return start(Arrays.copyOfRange(args, 1, args.length), console);
    }
    if (hasOnlyConfigOption(args)) {
      return start(args, console);
    }
    return execute(
        new CommandLine(new PortyCommand(console), new CommandFactory(console)), args, console);
  }

  private static boolean hasOnlyConfigOption(String[] args) {
    return switch (args.length) {
      case 0 -> true;
      case 1 -> args[0].startsWith("--config=");
      case 2 -> args[0].equals("--config") || args[0].equals("-c");
      default -> false;
    };
  }

  private static int start(String[] args, Console console) {
    StartCommand start = new StartCommand(ClassPreloader.begin(), console);
    return execute(new CommandLine(start).setCommandName("porty start"), args, console);
  }

  private static int execute(CommandLine line, String[] args, Console console) {
    line.setOut(console.out());
    line.setErr(console.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Main::reportFailure);
    line.setParameterExceptionHandler(Main::reportUsage);
    return line.execute(args);
  }

  /** Prints a user's error as its message, and anything unexpected with its stack trace. */
  private static int reportFailure(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof StartException start) {
      line.getErr().println("porty: " + start.getMessage());
      NewProcess.reportFailureToPredecessor(String.valueOf(start.getMessage()));
      return start.exitCode();
    }
    line.getErr().println("porty: unexpected failure; please report it with this stack trace");
    failure.printStackTrace(line.getErr());
    return StartException.FAILED;
  }

  private static int reportUsage(CommandLine.ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    line.getErr().println("porty: " + failure.getMessage());
    Optional<String> hint =
        failure instanceof UnmatchedArgumentException unmatched
            ? fileHint(unmatched).or(() -> hint(args))
            : Optional.empty();
    if (hint.isPresent()) {
      line.getErr().println("  " + hint.get());
    } else if (!UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      line.getErr().println("  See: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return StartException.CONFIGURATION;
  }

  private static Optional<String> fileHint(UnmatchedArgumentException failure) {
    return failure.getUnmatched().stream()
        .filter(word -> word.endsWith(".toml"))
        .findFirst()
        .map(file -> "To name a configuration file: --config " + file);
  }

  /** Suggests the command for a name that other programs use for the same purpose. */
  private static Optional<String> hint(String[] args) {
    String command = args.length > 0 ? args[0] : "";
    return switch (command) {
      case "validate", "verify", "test", "configtest", "check-config", "lint", "-t" ->
          Optional.of("To check a configuration: porty check");
      case "run", "serve", "server", "up", "launch", "daemon" ->
          Optional.of("To start Porty: porty start; in the background: porty start --daemon");
      case "kill", "quit", "shutdown", "down" ->
          Optional.of("To stop a running Porty: porty stop; by the admin endpoint: porty drain");
      case "ps", "ping", "health", "info" -> Optional.of("To see whether Porty runs: porty status");
      case "init", "config", "sample" ->
          Optional.of("To create a configuration: porty generate-config");
      case "hup", "refresh" -> Optional.of("To reload the configuration: porty reload");
      case "upgrade" -> Optional.of("To hand over to a new process: porty restart");
      default -> Optional.empty();
    };
  }

  private Main() {}
}
