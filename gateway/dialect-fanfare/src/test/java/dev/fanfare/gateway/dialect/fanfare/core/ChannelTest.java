package dev.fanfare.gateway.dialect.fanfare.core;

import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.app;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.client;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.gateway;
import static dev.fanfare.gateway.dialect.fanfare.core.NativeClients.world;

import org.junit.jupiter.api.Test;

class ChannelTest {
  @Test
  void smoke() {
    var gateway = gateway(world(app("1")));
    var alice = client(gateway, "1");
    var bob = client(gateway, "1");
    alice.sends("{\"i\":2,\"op\":\"sub\",\"channel\":\"room\",\"presence\":\"full\"}");
    System.err.println(alice.received());
    bob.sends("{\"i\":2,\"op\":\"sub\",\"channel\":\"room\"}");
    System.err.println(bob.received());
    bob.sends("{\"i\":3,\"op\":\"pub\",\"channel\":\"room\",\"data\":{\"a\":1}}");
    System.err.println("bob " + bob.received());
    System.err.println("alice " + alice.received());
    System.err.println(
        NativeClients.request(gateway, "1", "POST", "/v1/channels/room/messages", "{\"data\":\"hi\"}"));
    System.err.println("bob " + bob.received());
    System.err.println("alice " + alice.received());
    alice.sends("{\"i\":4,\"op\":\"pres\",\"do\":\"enter\",\"channel\":\"room\",\"client\":\"al\",\"data\":{}}");
    System.err.println("alice " + alice.received());
    System.err.println("bob " + bob.received());
    gateway.advance(java.time.Duration.ofSeconds(1));
    System.err.println("bob " + bob.received());
    bob.sends("{\"i\":5,\"op\":\"unsub\",\"channel\":\"room\"}\n{\"i\":6,\"op\":\"sub\",\"channel\":\"room\",\"last\":2}");
    System.err.println("bob " + bob.received());
    bob.sends("{\"i\":7,\"op\":\"hist\",\"channel\":\"room\",\"limit\":2}");
    System.err.println("bob " + bob.received());
    System.err.println(NativeClients.request(gateway, "1", "GET", "/v1/channels", ""));
  }
}
