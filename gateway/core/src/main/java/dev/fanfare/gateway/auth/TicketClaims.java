package dev.fanfare.gateway.auth;

import dev.fanfare.protocol.AppId;
import dev.fanfare.protocol.ChannelName;
import dev.fanfare.protocol.ClientId;
import dev.fanfare.protocol.KeyId;
import dev.fanfare.protocol.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a ticket says. It is complete: every gateway of the cluster can judge it.
 *
 * @param key the credential that the ticket's maker showed, or that signed the maker's token
 * @param fingerprint of that credential's secret: another secret under the same id voids it
 * @param opensUntil it opens something new before this moment only
 * @param endsAt what it opened ends at this moment
 * @param rights what it allows, channel by channel
 */
record TicketClaims(
    String id,
    AppId app,
    KeyId key,
    String fingerprint,
    Optional<ClientId> client,
    Instant opensUntil,
    Instant endsAt,
    Map<ChannelName, Set<Operation>> rights) {
  private static final int VERSION = 1;

  TicketClaims {
    rights = Map.copyOf(rights);
  }

  boolean allows(Operation operation, ChannelName channel) {
    return rights.getOrDefault(channel, Set.of()).contains(operation);
  }

  byte[] encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(id);
      out.writeUTF(app.text());
      out.writeUTF(key.text());
      out.writeUTF(fingerprint);
      out.writeUTF(client.map(ClientId::text).orElse(""));
      out.writeLong(opensUntil.toEpochMilli());
      out.writeLong(endsAt.toEpochMilli());
      out.writeByte(rights.size());
      for (Map.Entry<ChannelName, Set<Operation>> right : rights.entrySet()) {
        out.writeUTF(right.getKey().text());
        out.writeByte(right.getValue().size());
        for (Operation operation : right.getValue()) {
          out.writeUTF(operation.text());
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encoded()} wrote; the bytes are known to come from this cluster. */
  static Optional<TicketClaims> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return in.readUnsignedByte() == VERSION ? Optional.of(read(in)) : Optional.empty();
    } catch (IOException | IllegalArgumentException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  private static TicketClaims read(DataInputStream in) throws IOException {
    String id = in.readUTF();
    AppId app = new AppId(in.readUTF());
    KeyId key = new KeyId(in.readUTF());
    String fingerprint = in.readUTF();
    String client = in.readUTF();
    Instant opensUntil = Instant.ofEpochMilli(in.readLong());
    Instant endsAt = Instant.ofEpochMilli(in.readLong());
    Map<ChannelName, Set<Operation>> rights = new LinkedHashMap<>();
    for (int channels = in.readUnsignedByte(); channels > 0; channels--) {
      ChannelName channel = new ChannelName(in.readUTF());
      Set<Operation> operations = EnumSet.noneOf(Operation.class);
      for (int count = in.readUnsignedByte(); count > 0; count--) {
        Operation.parse(in.readUTF()).ifPresent(operations::add);
      }
      rights.put(channel, operations);
    }
    return new TicketClaims(
        id,
        app,
        key,
        fingerprint,
        client.isEmpty() ? Optional.empty() : Optional.of(new ClientId(client)),
        opensUntil,
        endsAt,
        rights);
  }
}
