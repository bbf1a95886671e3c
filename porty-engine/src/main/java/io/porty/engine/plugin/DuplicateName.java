package io.porty.engine.plugin;

/** The error message for two factories of the same kind and name. */
final class DuplicateName {

  /** The message, whose remedy never is to remove a plugin shipped with Porty. */
  @SuppressWarnings("ReferenceEquality") // one that is loaded is one object
  static String message(String kind, String name, LoadedPlugin first, LoadedPlugin second) {
    String offer = kind + " \"" + name + "\"";
    if (first == second) {
      return second.origin().jar() + ": offers the " + offer + " twice\n  Rename one of them.";
    }
    if (first.origin().shipped() || second.origin().shipped()) {
      LoadedPlugin thirdParty = first.origin().shipped() ? second : first;
      return thirdParty.origin().jar()
          + ": offers the "
          + offer
          + ", which Porty ships already\n  Rename it, or remove "
          + thirdParty.origin().jar()
          + ".";
    }
    return "two plugins offer the "
        + offer
        + ": "
        + first.origin().jar()
        + " and "
        + second.origin().jar()
        + "\n  Remove one, or ask its author to rename it.";
  }

  private DuplicateName() {}
}
