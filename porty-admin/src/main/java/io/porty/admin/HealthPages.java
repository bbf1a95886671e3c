package io.porty.admin;

import io.porty.engine.control.AdminActions;

/** The liveness check {@code /healthz} and the readiness check {@code /readyz}. */
final class HealthPages {

  private final AdminState state;
  private final AdminActions actions;

  HealthPages(AdminState state, AdminActions actions) {
    this.state = state;
    this.actions = actions;
  }

  /** Healthy unless an event loop has run nothing for a second. Does not wait for the loops. */
  AdminResponse healthy(AdminRequest request) {
    int unresponsive = state.loopHealth().unresponsive();
    return unresponsive == 0
        ? AdminResponse.text("ok\n")
        : AdminResponse.text(
            503,
            unresponsive
                + " of "
                + state.loops().all().size()
                + " event loops have been unresponsive for a second; see /threads\n");
  }

  AdminResponse ready(AdminRequest request) {
    return actions.isReady()
        ? AdminResponse.text("ready\n")
        : AdminResponse.text(503, "draining\n");
  }
}
