package io.porty.bench.fault;

import java.io.IOException;

/** Something that goes wrong under load, and right again. */
@FunctionalInterface
interface Fault {

  /**
   * @param bed in which everything is well, and load is on
   * @return since when it is well again, as of {@link System#nanoTime}
   * @throws NotHere if this machine cannot do it
   */
  long happen(FaultBed bed) throws IOException;

  /** It needs what is not here. */
  final class NotHere extends IOException {
    private static final long serialVersionUID = 1;

    NotHere(String what) {
      super(what);
    }
  }
}
