package io.porty.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code porty top}: shows rates, latencies and the slowest requests, refreshed periodically. */
@Command(
    name = "top",
    description =
        "Show rates, latencies and the slowest requests of the running Porty until Ctrl-C")
final class TopCommand implements Callable<Integer> {

  /** Cursor to the top left corner and clear to the end of the screen (ECMA-48, CUP and ED). */
  private static final String CLEAR_SCREEN = "\u001b[H\u001b[J";

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of refreshes; 0: until Ctrl-C")
  private int count;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Interval between refreshes (default: ${DEFAULT-VALUE})")
  private double interval;

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    PrintWriter out = spec.commandLine().getOut();
    boolean terminal = System.console() != null;
    for (int i = 1; ; i++) {
      Size size = terminal ? Size.ofTerminal() : Size.DEFAULT;
      String text =
          client.execute("GET", "/top?width=" + size.columns() + "&height=" + size.lines());
      out.print(terminal ? CLEAR_SCREEN + text : text);
      out.flush();
      if (i == count) {
        return 0;
      }
      Thread.sleep(Math.max(100, (long) (interval * 1000)));
    }
  }

  /** The size of the terminal, determined before each refresh because it may change. */
  private record Size(int lines, int columns) {

    static final Size DEFAULT = new Size(40, 120);

    /** Reads the size with stty(1); {@link #DEFAULT} if that fails. */
    static Size ofTerminal() throws InterruptedException {
      try {
        Process stty =
            new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
        String[] output =
            new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .trim()
                .split(" ");
        return stty.waitFor() == 0
            ? new Size(
                Math.max(12, Integer.parseInt(output[0]) - 1),
                Math.max(40, Integer.parseInt(output[1])))
            : DEFAULT;
      } catch (IOException | NumberFormatException e) {
        return DEFAULT;
      }
    }
  }
}
