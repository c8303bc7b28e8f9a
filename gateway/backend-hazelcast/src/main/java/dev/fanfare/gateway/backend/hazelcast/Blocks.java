package dev.fanfare.gateway.backend.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Lists of byte arrays, written out. */
final class Blocks {
  private Blocks() {}

  static void write(List<byte[]> blocks, ObjectDataOutput out) throws IOException {
    out.writeInt(blocks.size());
    for (byte[] block : blocks) {
      out.writeByteArray(block);
    }
  }

  static List<byte[]> read(ObjectDataInput in) throws IOException {
    int count = in.readInt();
    List<byte[]> blocks = new ArrayList<>(Math.min(count, 1_024));
    for (int i = 0; i < count; i++) {
      blocks.add(Objects.requireNonNull(in.readByteArray()));
    }
    return blocks;
  }

  /** Several blocks as one. */
  static byte[] join(List<byte[]> blocks) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(blocks.size());
      for (byte[] block : blocks) {
        out.writeInt(block.length);
        out.write(block);
      }
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** What {@link #join} joined. */
  static List<byte[]> split(byte[] joined) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(joined))) {
      int count = in.readInt();
      List<byte[]> blocks = new ArrayList<>(Math.min(count, 1_024));
      for (int i = 0; i < count; i++) {
        blocks.add(in.readNBytes(in.readInt()));
      }
      return blocks;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
