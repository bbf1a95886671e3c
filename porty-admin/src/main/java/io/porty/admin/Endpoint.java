package io.porty.admin;

/** Answers for one path of the admin endpoint; on a thread that may wait. */
@FunctionalInterface
interface Endpoint {

  /**
   * @throws BadRequestException if the request makes no sense
   */
  AdminResponse answer(AdminRequest ask);
}
