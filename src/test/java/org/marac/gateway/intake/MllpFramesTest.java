package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** The wire of the MLLP door, byte for byte. S is the start of a frame, E its end, R the carriage return after it. */
class MllpFramesTest {
    private static final int LARGEST = 20;
    private static final Digest SOMEONE = Digest.of(new byte[] {1});
    private static final MllpReply YES = new MllpReply(List.of(Bytes.utf8("MSA")));

    private final MllpGuests guests = new MllpGuests();
    private RateLimit rate = new RateLimit(1_000);

    @Test
    void aMessageOverManyPacketsIsOneMessage() {
        EmbeddedChannel channel = connected();
        for (char one : "Sone|x".toCharArray()) {
            send(channel, String.valueOf(one));
        }
        assertThat(taken(channel)).isEmpty();
        send(channel, "E");
        send(channel, "R");
        assertThat(taken(channel)).isEqualTo("one|x");
    }

    @Test
    void theSecondMessageOfAPacketWaitsForTheAnswerToTheFirst() {
        EmbeddedChannel channel = connected();
        send(channel, "SoneERStwoER");
        assertThat(taken(channel)).isEqualTo("one");
        assertThat(taken(channel)).isEmpty();
        assertThat(channel.config().isAutoRead())
                .as("what comes meanwhile waits at the sender")
                .isFalse();
        channel.writeOutbound(YES);
        channel.runPendingTasks();
        assertThat(answered(channel)).isEqualTo("SMSAER");
        assertThat(taken(channel)).isEqualTo("two");
    }

    @Test
    void whoSendsTooFastIsAnsweredLaterAndNothingIsRefusedOrLost() {
        rate = new RateLimit(1);
        EmbeddedChannel channel = connected();
        send(channel, "SoneER");
        assertThat(taken(channel)).isEqualTo("one");
        channel.writeOutbound(YES);
        send(channel, "StwoER");
        assertThat(taken(channel)).as("for a minute").isEmpty();
        channel.advanceTimeBy(61, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(taken(channel)).isEqualTo("two");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whoHangsUpWhileItWaitsIsNotWorkedFor() {
        rate = new RateLimit(1);
        EmbeddedChannel channel = connected();
        send(channel, "SoneER");
        taken(channel);
        channel.writeOutbound(YES);
        send(channel, "StwoER");
        channel.close();
        channel.advanceTimeBy(61, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(taken(channel)).isEmpty();
    }

    @Test
    void bothAcknowledgementsOfAnAnswerGoOutEachInItsFrame() {
        EmbeddedChannel channel = connected();
        send(channel, "SoneER");
        channel.writeOutbound(new MllpReply(List.of(Bytes.utf8("CA"), Bytes.utf8("AA"))));
        assertThat(answered(channel)).isEqualTo("SCAERSAAER");
    }

    @Test
    void whereNoAnswerIsAskedForTheNextMessageIsTaken() {
        EmbeddedChannel channel = connected();
        send(channel, "SoneERStwoER");
        taken(channel);
        channel.writeOutbound(new MllpReply(List.of()));
        channel.runPendingTasks();
        assertThat(taken(channel)).isEqualTo("two");
    }

    @Test
    void ofAMessageTooLargeOneByteMoreThanTheLimitIsKept() {
        EmbeddedChannel channel = connected();
        send(channel, "S" + "x".repeat(LARGEST));
        send(channel, "y".repeat(5000));
        send(channel, "y".repeat(5000) + "ER");
        assertThat(taken(channel)).isEqualTo("x".repeat(LARGEST) + "y");
    }

    @Test
    void lineEndsBetweenFramesAreNothing() {
        EmbeddedChannel channel = connected();
        send(channel, "R\nSoneER");
        assertThat(taken(channel)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSH|no start", "xSoneER", "SoneSagainER", "SoneEx", "GET / HTTP/1.1", "\u0000"})
    void whatIsNoFrameEndsTheConnectionAndIsNotTaken(String garbage) {
        EmbeddedChannel channel = connected();
        send(channel, garbage);
        assertThat(taken(channel)).isEmpty();
        assertThat(answered(channel)).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aMessageThatIsCutOffIsNotTaken() {
        EmbeddedChannel channel = connected();
        send(channel, "SMSH|half");
        channel.close();
        assertThat(taken(channel)).isEmpty();
    }

    @Test
    void whoeverIsTooSlowWithAMessageIsCutOffAndWhoeverIsIdleIsNot() {
        EmbeddedChannel idle = connected();
        idle.advanceTimeBy(5, TimeUnit.MINUTES);
        idle.runScheduledPendingTasks();
        assertThat(idle.isOpen()).isTrue();
        idle.advanceTimeBy(15, TimeUnit.MINUTES);
        idle.runScheduledPendingTasks();
        assertThat(idle.isOpen()).isFalse();

        EmbeddedChannel slow = connected();
        for (int i = 0; i < 4 && slow.isOpen(); i++) {
            send(slow, i == 0 ? "S" : "x");
            slow.advanceTimeBy(11, TimeUnit.SECONDS);
            slow.runScheduledPendingTasks();
        }
        assertThat(slow.isOpen()).isFalse();
        assertThat(taken(slow)).isEmpty();
    }

    @Test
    void whatCouldNotBeDoneIsNotAnswered() {
        EmbeddedChannel channel = connected();
        send(channel, "SoneER");
        channel.writeOutbound(new IllegalStateException("the database is away"));
        assertThat(answered(channel)).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void oneCertificateDoesNotTakeAllConnections() {
        for (int i = 0; i < 8; i++) {
            assertThat(connected().isOpen()).isTrue();
        }
        EmbeddedChannel ninth = connected();
        assertThat(ninth.isOpen()).isFalse();
        assertThat(connectedBy(Digest.of(new byte[] {2})).isOpen())
                .as("another's")
                .isTrue();
    }

    @Test
    void aConnectionThatEndsMakesRoom() {
        EmbeddedChannel first = connected();
        for (int i = 0; i < 7; i++) {
            connected();
        }
        first.close();
        assertThat(connected().isOpen()).isTrue();
    }

    @Test
    void nobodyIsHeardBeforeTheHandshakeIsDone() {
        EmbeddedChannel channel = new EmbeddedChannel(new MllpFrames(guests, rate, LARGEST, () -> SOMEONE));
        channel.pipeline().fireUserEventTriggered(new SslHandshakeCompletionEvent(new IllegalStateException("no")));
        channel.pipeline().fireExceptionCaught(new IllegalStateException("no"));
        assertThat(channel.isOpen()).isFalse();
    }

    private EmbeddedChannel connected() {
        return connectedBy(SOMEONE);
    }

    private EmbeddedChannel connectedBy(Digest certificate) {
        EmbeddedChannel channel = new EmbeddedChannel(new MllpFrames(guests, rate, LARGEST, () -> certificate));
        channel.freezeTime();
        channel.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        return channel;
    }

    private static void send(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.wrappedBuffer(wire(text)));
    }

    private static byte[] wire(String text) {
        return text.replace('S', (char) 0x0b)
                .replace('E', (char) 0x1c)
                .replace('R', '\r')
                .replace("M\u000bH", "MSH")
                .replace("M\u000bA", "MSA")
                .replace("G\u001cT", "GET")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The next message taken off the wire; empty where there is none. */
    private static String taken(EmbeddedChannel channel) {
        MllpFrame frame = channel.readInbound();
        if (frame == null) {
            return "";
        }
        assertThat(frame.certificate()).isEqualTo(SOMEONE);
        return frame.bytes().text();
    }

    private static String answered(EmbeddedChannel channel) {
        StringBuilder all = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            all.append(out.toString(StandardCharsets.ISO_8859_1));
        }
        return all.toString()
                .replace((char) 0x0b, 'S')
                .replace((char) 0x1c, 'E')
                .replace('\r', 'R');
    }
}
