package io.porty.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One reading of a configuration: what is wrong with it, what deserves a word, and where values
 * come from besides the file. For one thread.
 *
 * @param main the file that everything begins with
 * @param warnings grows while it is read
 */
record ConfigReadContext(
    ConfigText main,
    Problems problems,
    Variables variables,
    WatchedFiles files,
    List<String> warnings) {

  static ConfigReadContext of(
      ConfigText main, Map<String, String> environment, WatchedFiles files) {
    return new ConfigReadContext(
        main, new Problems(main), new Variables(environment), files, new ArrayList<>());
  }
}
