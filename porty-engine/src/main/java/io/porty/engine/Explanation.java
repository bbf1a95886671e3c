package io.porty.engine;

import java.util.List;

/**
 * Why a request would go where it would go.
 *
 * @param route the route that would serve it
 * @param steps each router that would be asked, with its answer, in order
 * @param result the outcome in one line
 */
public record Explanation(String route, List<Step> steps, String result) {

  /**
   * One router's answer.
   *
   * @param settings its keys with their values, and where these come from
   */
  public record Step(String router, String answer, List<String> settings) {}
}
