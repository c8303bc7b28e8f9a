package dev.fanfare.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends one request and says how it went. The addresses of a host are checked where they are
 * resolved, and exactly those are connected to, so that a name cannot change its meaning between
 * check and use. Redirects are not followed: a redirect is an answer that is not a success.
 */
final class Sender implements AutoCloseable {
  private static final int MOST_ANSWER_BYTES = 16 << 10;
  private static final ContentType JSON = ContentType.create("application/json");

  private final CloseableHttpClient client;
  private final Duration timeout;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "outbox-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  Sender(OutboxOptions options) {
    this.timeout = options.timeout();
    Timeout silence = Timeout.of(timeout);
    this.client =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new CheckedAddresses(options.targets()))
                    .setMaxConnTotal(options.requests())
                    .setMaxConnPerRoute(options.requestsPerEndpoint())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(silence)
                            .setSocketTimeout(silence)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(silence)
                    .setConnectionRequestTimeout(silence)
                    .build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .setUserAgent("Fanfare-Webhooks")
            .build();
  }

  /** How a request went. */
  sealed interface Outcome {
    /** The endpoint answered with 2xx. */
    record Heard() implements Outcome {}

    /** It did not. */
    record Failed(String error) implements Outcome {}
  }

  /** Posts a body and waits for the answer, at most as long as the time-out. */
  Outcome post(URI url, Map<String, String> headers, byte[] body) {
    HttpPost request = new HttpPost(url);
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(body, JSON));
    ScheduledFuture<?> deadline =
        deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
    try {
      int status = client.execute(request, Sender::status);
      return status >= 200 && status < 300
          ? new Outcome.Heard()
          : new Outcome.Failed("The endpoint answered " + status + ".");
    } catch (IOException | RuntimeException broken) {
      return new Outcome.Failed(
          request.isCancelled()
              ? "The endpoint did not answer within " + timeout.toSeconds() + " s."
              : sentence(broken));
    } finally {
      deadline.cancel(false);
    }
  }

  /** Only the status matters; a short body is read so that the connection can be used again. */
  private static int status(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      try (InputStream content = entity.getContent()) {
        if (content.readNBytes(MOST_ANSWER_BYTES).length == MOST_ANSWER_BYTES) {
          response.close();
        }
      }
    }
    return response.getCode();
  }

  private static String sentence(Exception broken) {
    String text = String.valueOf(broken.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    return broken.getClass().getSimpleName()
        + ": "
        + (text.length() > 200 ? text.substring(0, 200) + "…" : text);
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    try {
      client.close();
    } catch (IOException alreadyBroken) {
      throw new IllegalStateException(alreadyBroken);
    }
  }

  /** Resolves names, and refuses those that lead to where no request may go. */
  private record CheckedAddresses(Targets targets) implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return targets.resolve(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
