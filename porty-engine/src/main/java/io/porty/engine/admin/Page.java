package io.porty.engine.admin;

/** Answers for one path of the admin endpoint; on a thread that may wait. */
@FunctionalInterface
interface Page {

  /**
   * @throws BadAsk if the request makes no sense
   */
  Answer answer(Ask ask);
}
