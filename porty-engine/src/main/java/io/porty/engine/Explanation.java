package io.porty.engine;

import java.util.List;

/**
 * How a request would be routed.
 *
 * @param route the route that would serve it
 * @param steps the routers that would be called, in order, with their answers
 * @param result the result in one line
 */
public record Explanation(String route, List<Step> steps, String result) {

  /**
   * One router's answer.
   *
   * @param settings its keys with their values and the source of each value
   */
  public record Step(String router, String answer, List<String> settings) {}
}
