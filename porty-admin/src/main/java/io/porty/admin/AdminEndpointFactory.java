package io.porty.admin;

import io.porty.engine.control.AdminService;
import io.porty.engine.control.AdminSockets;
import io.porty.engine.control.AdminSources;

/** Creates the admin endpoint; found by {@link java.util.ServiceLoader}. */
public final class AdminEndpointFactory implements AdminService.Factory {

  @Override
  public AdminService create(AdminSources sources, AdminSockets sockets) {
    return new AdminEndpoint(new AdminState(sources), sockets);
  }
}
