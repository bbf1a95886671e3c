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

/** {@code porty top}: routes, rates, latencies and the slowest requests, from second to second. */
@Command(
    name = "top",
    description =
        "Watch the running Porty: rates, latencies and the slowest requests; Ctrl-C ends it")
final class TopCommand implements Callable<Integer> {

  /** Cursor to the corner, and away with what was below (ECMA-48, CUP and ED). */
  private static final String AGAIN = "\u001b[H\u001b[J";

  @Mixin private ConfigOption options = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many looks; 0 goes on until Ctrl-C")
  private int count;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Between two looks (default: ${DEFAULT-VALUE})")
  private double interval;

  @Override
  public Integer call() throws Exception {
    AdminClient client = AdminClient.of(options);
    PrintWriter out = spec.commandLine().getOut();
    boolean terminal = System.console() != null;
    for (int i = 1; ; i++) {
      Size size = terminal ? Size.ofTerminal() : Size.DEFAULT;
      String text =
          client.demand("GET", "/top?width=" + size.columns() + "&height=" + size.lines());
      out.print(terminal ? AGAIN + text : text);
      out.flush();
      if (i == count) {
        return 0;
      }
      Thread.sleep(Math.max(100, (long) (interval * 1000)));
    }
  }

  /** Of a terminal; it may change at any time. */
  private record Size(int lines, int columns) {

    static final Size DEFAULT = new Size(40, 120);

    /** As stty(1) says. */
    static Size ofTerminal() throws InterruptedException {
      try {
        Process stty =
            new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
        String[] said =
            new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .trim()
                .split(" ");
        return stty.waitFor() == 0
            ? new Size(
                Math.max(12, Integer.parseInt(said[0]) - 1),
                Math.max(40, Integer.parseInt(said[1])))
            : DEFAULT;
      } catch (IOException | NumberFormatException e) {
        return DEFAULT;
      }
    }
  }
}
