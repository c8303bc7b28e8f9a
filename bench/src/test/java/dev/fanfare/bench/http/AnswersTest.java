package dev.fanfare.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nserver: x\r\n\r\n{}";

  private final Answers answers = new Answers();

  @Test
  void anAnswerMayBeCutAnywhereAndTheNextOneIsReadAfresh() {
    for (int cut = 1; cut < OK.length(); cut++) {
      assertThat(answers.read(ascii(OK.substring(0, cut))))
          .isEqualTo(new Answers.Answer.Incomplete());
      assertThat(answers.read(ascii(OK.substring(cut))))
          .isEqualTo(new Answers.Answer.Complete(200, "{}"));
    }
  }

  @Test
  void aRefusalIsReadWithItsWords() {
    ByteBuf in = ascii("HTTP/1.1 401 Unauthorized\r\nContent-Length: 5\r\n\r\nwrong");

    assertThat(answers.read(in)).isEqualTo(new Answers.Answer.Complete(401, "wrong"));
  }

  @Test
  void anAnswerWithoutLengthCannotBeRead() {
    assertThat(answers.read(ascii("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")))
        .isEqualTo(new Answers.Answer.Unreadable("HTTP/1.1 200 OK"));
  }

  @Test
  void moreThanOneAnswerToOneRequestIsNoAnswer() {
    assertThat(answers.read(ascii(OK + "HTTP")))
        .isEqualTo(new Answers.Answer.Unreadable("HTTP/1.1 200 OK"));
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
