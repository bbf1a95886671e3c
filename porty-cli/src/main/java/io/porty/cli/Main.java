package io.porty.cli;

import io.porty.engine.HeadStart;
import io.porty.engine.StartException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * Where {@code bin/porty} begins. Exit codes: 0 fine, 1 failed while running, 2 wrong usage or
 * configuration, 3 address in use, 4 halted because something did not come to its end in time.
 */
public final class Main {

  /** Plugins of a command that is over may have shutdown hooks, which may hang. */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(5);

  public static void main(String[] args) {
    ProcessName.set();
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(args, new PrintWriter(System.out, true, StandardCharsets.UTF_8), err);
    new ExitWatch(err).haltAfter(EXIT_LIMIT);
    System.exit(code);
  }

  /**
   * What most processes do, {@code porty start}, and {@code porty} with no more than a
   * configuration, goes without the other commands: reading their options would take longer than
   * starting.
   */
  static int run(String[] args, PrintWriter out, PrintWriter err) {
    if (args.length > 0 && args[0].equals("start")) {
      return start(Arrays.copyOfRange(args, 1, args.length), out, err);
    }
    if (namesAConfigurationAtMost(args)) {
      return start(args, out, err);
    }
    return execute(new CommandLine(new PortyCommand()), args, out, err);
  }

  private static boolean namesAConfigurationAtMost(String[] args) {
    return switch (args.length) {
      case 0 -> true;
      case 1 -> args[0].startsWith("--config=");
      case 2 -> args[0].equals("--config") || args[0].equals("-c");
      default -> false;
    };
  }

  private static int start(String[] args, PrintWriter out, PrintWriter err) {
    StartCommand start = new StartCommand(HeadStart.begin());
    return execute(new CommandLine(start).setCommandName("porty start"), args, out, err);
  }

  private static int execute(CommandLine line, String[] args, PrintWriter out, PrintWriter err) {
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(Main::explain);
    line.setParameterExceptionHandler(Main::usage);
    return line.execute(args);
  }

  /** A user's mistake is a sentence, not a stack trace. */
  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    if (failure instanceof StartException start) {
      line.getErr().println("porty: " + start.getMessage());
      return start.exitCode();
    }
    line.getErr().println("porty: unexpected failure; please report it with what follows");
    failure.printStackTrace(line.getErr());
    return StartException.FAILED;
  }

  private static int usage(CommandLine.ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    line.getErr().println("porty: " + failure.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr())) {
      line.getErr().println("  See: " + line.getCommandSpec().qualifiedName() + " --help");
    }
    return StartException.CONFIGURATION;
  }

  private Main() {}
}
