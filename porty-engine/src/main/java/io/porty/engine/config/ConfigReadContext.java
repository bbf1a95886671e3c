package io.porty.engine.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The context of reading one configuration: the errors, the warnings, and the sources of values
 * besides the file. For a single thread.
 *
 * @param main the main file
 * @param warnings collects the warnings
 * @param room in the heap, until all is read
 */
record ConfigReadContext(
    ConfigText main,
    Problems problems,
    Variables variables,
    WatchedFiles files,
    List<String> warnings,
    HeapRoom room) {

  static ConfigReadContext of(
      ConfigText main, Map<String, String> environment, WatchedFiles files) {
    return new ConfigReadContext(
        main,
        new Problems(main),
        new Variables(environment),
        files,
        new ArrayList<>(),
        new HeapRoom());
  }
}
