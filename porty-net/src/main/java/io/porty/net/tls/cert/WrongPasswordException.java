package io.porty.net.tls.cert;

/** No password, or one that does not open the key. Has no part of it. */
final class WrongPasswordException extends Exception {

  private static final long serialVersionUID = 1;

  private final String problem;
  private final String remedy;

  WrongPasswordException(String problem, String remedy) {
    super(problem);
    this.problem = problem;
    this.remedy = remedy;
  }

  String problem() {
    return problem;
  }

  String remedy() {
    return remedy;
  }
}
