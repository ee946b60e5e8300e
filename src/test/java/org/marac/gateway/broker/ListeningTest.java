package org.marac.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListeningTest {
    private static final int MIB = 1024 * 1024;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Listening listening = new Listening();
    private final EmbeddedChannel channel = new EmbeddedChannel(listening);

    @BeforeEach
    void itsCertificateIsKnown() {
        listening.keep(new Pace(16 * MIB, System.nanoTime()));
    }

    /** However quickly, or slowly: what may be saved up is far below it. */
    private void itSaysFarTooMuch() {
        for (int i = 0; i < 1_000; i++) {
            listening.heard(MIB);
        }
    }

    private boolean listens() {
        return channel.config().isAutoRead();
    }

    @Test
    void whoeverSaysMoreThanItsShareIsHeardAgainAfterAWhile() {
        channel.freezeTime();
        itSaysFarTooMuch();
        assertThat(listens()).isFalse();

        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(listens()).isTrue();
    }

    @Test
    void whoeverDoesNotReadWhatItIsToldIsNotHeard() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.runPendingTasks();
        assertThat(listens()).isFalse();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(listens()).isTrue();
    }

    @Test
    void whoeverHasSaidItsShareAndDoesNotReadEitherIsHeardWhenBothAreOver() {
        channel.freezeTime();
        itSaysFarTooMuch();
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(listens()).isFalse();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        channel.runPendingTasks();
        assertThat(listens()).isTrue();
    }

    @Test
    void everyConnectionOfACertificateSpendsOfTheSame() {
        Pace pace = new Pace(16 * MIB, System.nanoTime());
        Listening another = new Listening();
        EmbeddedChannel second = new EmbeddedChannel(another);
        listening.keep(pace);
        another.keep(pace);
        itSaysFarTooMuch();
        assertThat(second.config().isAutoRead()).isTrue();

        another.heard(1);

        assertThat(second.config().isAutoRead()).isFalse();
    }

    @Test
    void whatWasNotSaidForTwoSecondsMayBeSaidAtOnceAndThenSixteenMebibytesASecond() {
        Pace pace = new Pace(16 * MIB, 0);
        long spent = 0;
        for (int i = 0; i < 32; i++) {
            spent = pace.spend(MIB, 0);
        }
        assertThat(spent).isZero();
        assertThat(pace.spend(MIB, 0)).isEqualTo(SECOND / 16);
        assertThat(pace.spend(16 * MIB, SECOND / 16)).isEqualTo(SECOND);
        assertThat(pace.spend(MIB, 100 * SECOND)).isEqualTo(SECOND / 16 - 2 * SECOND);
    }

    @Test
    void aPacketCostsAtLeastWhatItCostsTheBroker() {
        Pace pace = new Pace(16 * MIB, 0);
        long spent = 0;
        for (int i = 0; i < 4_096; i++) {
            spent = pace.spend(1, 0);
        }
        assertThat(spent).isCloseTo(0, within(10_000L));
    }
}
