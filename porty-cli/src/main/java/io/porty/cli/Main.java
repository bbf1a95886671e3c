package io.porty.cli;

import io.porty.engine.ClassPreloader;
import io.porty.engine.StartException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Where {@code bin/porty} begins. Exit codes: 0 fine, 1 failed while running, 2 wrong usage or
 * configuration, 3 address in use, 4 halted because something did not come to its end in time.
 */
public final class Main {

  /** Plugins of a command that is over may have shutdown hooks, which may hang. */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(5);

  public static void main(String[] args) {
    ProcessName.set();
    Console console = Console.ofProcess();
    int code;
    try {
      code = run(args, console);
    } catch (Throwable e) {
      // Event loops may run already, and would keep a process alive that nobody leads.
      e.printStackTrace(console.err());
      code = StartException.FAILED;
    }
    int exit = console.finish(code);
    new ExitWatch(console).haltAfter(EXIT_LIMIT);
    System.exit(exit);
  }

  /**
   * What most processes do, {@code porty start}, and {@code porty} with no more than a
   * configuration, goes without the other commands: reading their options would take longer than
   * starting.
   */
  static int run(String[] args, Console console) {
    if (args.length > 0 && args[0].equals("start")) {
      return start(Arrays.copyOfRange(args, 1, args.length), console);
    }
    if (namesAConfigurationAtMost(args)) {
      return start(args, console);
    }
    return execute(
        new CommandLine(new PortyCommand(console), new Commands(console)), args, console);
  }

  private static boolean namesAConfigurationAtMost(String[] args) {
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
    line.setExecutionExceptionHandler(Main::explain);
    line.setParameterExceptionHandler(Main::usage);
    return line.execute(args);
  }

  /** A user's mistake is a sentence, not a stack trace. */
  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof StartException start) {
      line.getErr().println("porty: " + start.getMessage());
      NewProcess.tellWhy(String.valueOf(start.getMessage()));
      return start.exitCode();
    }
    line.getErr().println("porty: unexpected failure; please report it with what follows");
    failure.printStackTrace(line.getErr());
    return StartException.FAILED;
  }

  private static int usage(CommandLine.ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    line.getErr().println("porty: " + failure.getMessage());
    Optional<String> hint =
        failure instanceof UnmatchedArgumentException ? hint(args) : Optional.empty();
    if (hint.isPresent()) {
      line.getErr().println("  " + hint.get());
    } else if (!UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      line.getErr().println("  See: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return StartException.CONFIGURATION;
  }

  /** Words of other programs for what Porty has a word for. */
  private static Optional<String> hint(String[] args) {
    String word = args.length > 0 ? args[0] : "";
    return switch (word) {
      case "validate", "verify", "test", "configtest", "check-config", "lint", "-t" ->
          Optional.of("To check a configuration: porty check");
      case "run", "serve", "server", "up", "launch", "daemon" ->
          Optional.of("To run it: porty start, with --daemon in the background");
      case "kill", "quit", "shutdown", "down" ->
          Optional.of("To end what runs: porty stop, or porty drain by the admin endpoint");
      case "ps", "ping", "health", "info" -> Optional.of("To see whether it runs: porty status");
      case "init", "config", "sample" ->
          Optional.of("To write a configuration: porty generate-config");
      case "hup", "refresh" -> Optional.of("To read the configuration again: porty reload");
      case "upgrade" -> Optional.of("To have a new process take over: porty restart");
      default -> Optional.empty();
    };
  }

  private Main() {}
}
