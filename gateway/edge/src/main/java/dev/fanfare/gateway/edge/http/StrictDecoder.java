package dev.fanfare.gateway.edge.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's decoder where it is strict, and stricter where two readers could disagree. */
final class StrictDecoder extends HttpRequestDecoder {
  private final Runnable bytesCame;

  /**
   * @param bytesCame called before bytes are looked at
   */
  StrictDecoder(HttpOptions options, Runnable bytesCame) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(options.firstLineBytes())
            .setMaxHeaderSize(options.headerBytes())
            .setMaxChunkSize(65_536)
            .setAllowDuplicateContentLengths(false)
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
    this.bytesCame = bytesCame;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
    bytesCame.run();
    super.channelRead(ctx, bytes);
  }

  /** Whoever sends both hopes that somebody on the way reads the other one. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Content-Length and Transfer-Encoding in one request");
  }
}
