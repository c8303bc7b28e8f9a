package dev.fanfare.gateway.boot.config;

/**
 * Something that is wrong in a configuration file.
 *
 * @param file the file's name as it was given
 * @param line from 1; 0 when it concerns the file as a whole
 * @param column from 1; 0 likewise
 * @param sentence what is wrong and what to do; never a secret
 */
public record Problem(String file, int line, int column, String sentence) {
  /** One line, in the way that editors and compilers understand. */
  @Override
  public String toString() {
    return line == 0 ? file + ": " + sentence : file + ":" + line + ":" + column + ": " + sentence;
  }
}
