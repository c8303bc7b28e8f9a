package dev.fanfare.gateway.log;

import dev.fanfare.protocol.Payload;
import java.util.Optional;

/** A payload's bytes: kind and whether there is an encoding in one byte, then both texts. */
final class PayloadCodec {
  private static final int KIND = 0b011;
  private static final int ENCODING = 0b100;
  private static final Payload.Kind[] KINDS = Payload.Kind.values();

  private PayloadCodec() {}

  static void write(Payload payload, ByteWriter out) {
    out.put(code(payload.kind()) | (payload.encoding().isPresent() ? ENCODING : 0));
    payload.encoding().ifPresent(out::putText);
    out.putBlock(payload.bytes());
  }

  static Payload read(ByteReader in) {
    int shape = in.get(KIND | ENCODING);
    int kind = shape & KIND;
    if (kind >= KINDS.length) {
      throw new IllegalArgumentException("Unknown kind of payload " + kind);
    }
    Optional<String> encoding =
        (shape & ENCODING) != 0 ? Optional.of(in.getText()) : Optional.empty();
    return new Payload(KINDS[kind], in.getBlock(), encoding);
  }

  /** Written out, so that a new constant cannot change what stored bytes mean. */
  private static int code(Payload.Kind kind) {
    return switch (kind) {
      case JSON -> 0;
      case TEXT -> 1;
      case BINARY -> 2;
    };
  }
}
