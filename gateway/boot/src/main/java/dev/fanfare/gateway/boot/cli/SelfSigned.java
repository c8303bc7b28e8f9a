package dev.fanfare.gateway.boot.cli;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate for this machine that nobody else vouches for, made without a network. Its files
 * are readable by their owner only and go with the process.
 */
record SelfSigned(Path certificate, Path privateKey) {
  private static final Duration LIFE = Duration.ofDays(30);

  static SelfSigned fresh(Instant now) throws IOException {
    X509Bundle bundle;
    try {
      bundle =
          new CertificateBuilder()
              .subject("CN=localhost")
              .setIsCertificateAuthority(true) // so that a client can be told to trust it
              .notBefore(now.minus(Duration.ofDays(1)))
              .notAfter(now.plus(LIFE))
              .addSanDnsName("localhost")
              .addSanIpAddress("127.0.0.1")
              .addSanIpAddress("::1")
              .buildSelfSigned();
    } catch (Exception everyJdkCan) {
      throw new IOException("A certificate could not be made", everyJdkCan);
    }
    Path folder =
        Files.createTempDirectory(
            "fanfare-tls",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path certificate = folder.resolve("certificate.pem");
    Path privateKey = folder.resolve("key.pem");
    Files.writeString(certificate, bundle.getCertificatePathPEM(), StandardCharsets.US_ASCII);
    Files.writeString(privateKey, bundle.getPrivateKeyPEM(), StandardCharsets.US_ASCII);
    folder.toFile().deleteOnExit();
    certificate.toFile().deleteOnExit();
    privateKey.toFile().deleteOnExit();
    return new SelfSigned(certificate, privateKey);
  }
}
