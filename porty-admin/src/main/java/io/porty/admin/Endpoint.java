package io.porty.admin;

/** Handles the requests for one path; runs on a worker thread and may block. */
@FunctionalInterface
interface Endpoint {

  /**
   * Creates the response.
   *
   * @throws BadRequestException if a parameter is invalid
   */
  AdminResponse respond(AdminRequest request);
}
