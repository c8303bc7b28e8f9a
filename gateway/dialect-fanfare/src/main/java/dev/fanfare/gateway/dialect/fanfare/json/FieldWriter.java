package dev.fanfare.gateway.dialect.fanfare.json;

/**
 * Writes one frame, in whatever form: an object of fields, which may hold objects and arrays. Names
 * are the protocol's own: plain ASCII. For one thread.
 */
public interface FieldWriter {
  /** Opens an object as the next value. */
  FieldWriter object();

  /** Opens an array as the next value. */
  FieldWriter array();

  /** Closes the object. */
  FieldWriter end();

  /** Closes the array. */
  FieldWriter endArray();

  /** A field's name; its value comes next. */
  FieldWriter name(String asciiName);

  /** A field with a text. */
  FieldWriter field(String asciiName, String text);

  /** A field with a whole number. */
  FieldWriter field(String asciiName, long number);

  /** A text as the next value. */
  FieldWriter text(String text);

  /** UTF-8 as a text, the next value. */
  FieldWriter utf8(byte[] utf8);

  /** Bytes as a text in base64, the next value. */
  FieldWriter base64(byte[] binary);

  /** A whole number as the next value. */
  FieldWriter number(long number);

  /** A truth value as the next value. */
  FieldWriter truth(boolean value);

  /** No value as the next value. */
  FieldWriter nothing();

  /** A JSON value that is already written, as the next value. */
  FieldWriter json(byte[] value);

  /** Everything written. */
  byte[] toBytes();
}
