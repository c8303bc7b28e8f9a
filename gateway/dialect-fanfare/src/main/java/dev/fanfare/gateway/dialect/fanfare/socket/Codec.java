package dev.fanfare.gateway.dialect.fanfare.socket;

import dev.fanfare.gateway.dialect.fanfare.binary.BinaryFields;
import dev.fanfare.gateway.dialect.fanfare.binary.BinaryWriter;
import dev.fanfare.gateway.dialect.fanfare.binary.Records;
import dev.fanfare.gateway.dialect.fanfare.json.FieldWriter;
import dev.fanfare.gateway.dialect.fanfare.json.Fields;
import dev.fanfare.gateway.dialect.fanfare.json.Frames;
import dev.fanfare.gateway.dialect.fanfare.json.InvalidInput;
import dev.fanfare.gateway.dialect.fanfare.json.JsonObject;
import dev.fanfare.gateway.dialect.fanfare.json.JsonWriter;
import dev.fanfare.protocol.Fault;
import dev.fanfare.protocol.FaultCode;
import java.nio.charset.StandardCharsets;

/**
 * The form in which the frames of one connection are written. What they say is the same in each.
 */
public enum Codec {
  /** {@code fanfare.v1.json}: one JSON object a line. */
  JSON {
    @Override
    boolean binary() {
      return false;
    }

    @Override
    Fault wrongKind() {
      return Fault.of(
          FaultCode.MALFORMED,
          "A binary message came where JSON is spoken. Send JSON in text messages.");
    }

    @Override
    Fault nothingInIt() {
      return Fault.of(FaultCode.MALFORMED, "The message is empty. Send one JSON object per line.");
    }

    @Override
    byte[] heartbeat() {
      return JSON_BEAT;
    }

    @Override
    FieldWriter writer(int expectedBytes) {
      return new JsonWriter(expectedBytes);
    }

    @Override
    Frames frames(byte[] message) {
      return new Batch(message);
    }

    @Override
    Fields read(byte[] message, int from, int to) throws InvalidInput {
      return JsonObject.read(message, from, to);
    }
  },

  /** {@code fanfare.v1.bin}: records, each behind its length. */
  BINARY {
    @Override
    boolean binary() {
      return true;
    }

    @Override
    Fault wrongKind() {
      return Fault.of(
          FaultCode.MALFORMED,
          "A text message came where fanfare.v1.bin is spoken. Send records in binary messages.");
    }

    @Override
    Fault nothingInIt() {
      return Fault.of(
          FaultCode.MALFORMED,
          "The message is empty. Send one or more records, each behind its length.");
    }

    @Override
    byte[] heartbeat() {
      return BINARY_BEAT;
    }

    @Override
    FieldWriter writer(int expectedBytes) {
      return new BinaryWriter(expectedBytes);
    }

    @Override
    Frames frames(byte[] message) {
      return new Records(message);
    }

    @Override
    Fields read(byte[] message, int from, int to) throws InvalidInput {
      return BinaryFields.read(message, from, to);
    }
  };

  private static final byte[] JSON_BEAT = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BINARY_BEAT = {0};

  /** Whether its transport messages are binary. */
  abstract boolean binary();

  /** What is said to a transport message of the other kind. */
  abstract Fault wrongKind();

  /** What is said to a transport message without a frame. */
  abstract Fault nothingInIt();

  /** A frame that says nothing; not changed by anybody. */
  abstract byte[] heartbeat();

  /** Writes one frame. */
  abstract FieldWriter writer(int expectedBytes);

  /** The frames of a transport message. */
  abstract Frames frames(byte[] message);

  /** The fields of one frame; none for a sign of life. */
  abstract Fields read(byte[] message, int from, int to) throws InvalidInput;
}
