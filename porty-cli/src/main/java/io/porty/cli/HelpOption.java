package io.porty.cli;

import picocli.CommandLine.Option;

/** The option {@code --help}, which picocli itself answers. */
final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help")
  private boolean help;
}
