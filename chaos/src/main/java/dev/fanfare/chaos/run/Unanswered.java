package dev.fanfare.chaos.run;

/** No answer, or a refusal: whoever asked tries again. */
final class Unanswered extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param why a fault's number, or one word
   */
  Unanswered(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
