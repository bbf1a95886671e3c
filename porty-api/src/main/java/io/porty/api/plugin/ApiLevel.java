package io.porty.api.plugin;

/**
 * The number of this plugin API. It grows when a stable part changes incompatibly. A plugin's
 * manifest says in {@code Porty-Api-Level} which one it was built against; the loader refuses any
 * other, naming both.
 *
 * @since 0.1
 */
public final class ApiLevel {

  /**
   * {@return the level of this jar} A method, not a constant, so that no other class compiles it
   * in.
   */
  public static int current() {
    return 1;
  }

  private ApiLevel() {}
}
