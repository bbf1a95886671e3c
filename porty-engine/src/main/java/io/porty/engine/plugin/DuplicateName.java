package io.porty.engine.plugin;

/** What is said when two plugins offer the same thing. */
final class DuplicateName {

  /** Nobody is told to remove what came with Porty. */
  @SuppressWarnings("ReferenceEquality") // one that is loaded is one object
  static String between(String kind, String name, LoadedPlugin first, LoadedPlugin second) {
    String what = kind + " \"" + name + "\"";
    if (first == second) {
      return second.origin().jar() + ": offers the " + what + " twice\n  Give one another name.";
    }
    if (first.origin().shipped() || second.origin().shipped()) {
      LoadedPlugin stranger = first.origin().shipped() ? second : first;
      return stranger.origin().jar()
          + ": offers the "
          + what
          + ", which comes with Porty\n  Give it another name, or remove "
          + stranger.origin().jar()
          + ".";
    }
    return "two plugins offer the "
        + what
        + ": "
        + first.origin().jar()
        + " and "
        + second.origin().jar()
        + "\n  Remove one, or have its author give it another name.";
  }

  private DuplicateName() {}
}
