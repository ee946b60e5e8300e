package org.marac.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.marac.gateway.flow.FakeRooms.MARAC;
import static org.marac.gateway.flow.FakeRooms.NOW;
import static org.marac.gateway.flow.FakeRooms.POLICE;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** What the gateway itself has kept is in time when it was in time as it came; for all else the clock is now's. */
class OpeningTest {
    private static final Arrival CAME = FakeRooms.arrival(MediaType.CMS, "sealed a month ago");
    private static final Arrival AGAIN =
            CAME.takenAgain(new Arrival.Again("unread-1", new Acting("account-1", Office.COORDINATOR, MARAC), false));
    private static final Clock A_MONTH_LATER = Clock.fixed(NOW.plus(Duration.ofDays(30)), ZoneOffset.UTC);

    private RefusalCode now = RefusalCode.OUT_OF_TIME;

    @Test
    void whatAPersonHasTakenOnceMoreIsOpenedForWhenItCame() throws Refused {
        assertThat(open(AGAIN).inside().content()).isEqualTo(Bytes.utf8("inside"));
    }

    @Test
    void whatItsSenderSendsAMonthLateIsNot() {
        assertThat(refused(CAME)).isEqualTo(RefusalCode.OUT_OF_TIME);
    }

    @Test
    void aCertificateRevokedSinceIsRevoked() {
        now = RefusalCode.CERTIFICATE_REJECTED;

        assertThat(refused(AGAIN)).isEqualTo(RefusalCode.CERTIFICATE_REJECTED);
    }

    private RefusalCode refused(Arrival arrival) {
        return Optional.ofNullable(catchThrowableOfType(Refused.class, () -> open(arrival)))
                .orElseThrow()
                .refusal()
                .code();
    }

    private Line.Opened open(Arrival arrival) throws Refused {
        Rooms.Open seal = (bytes, sender, at) -> {
            if (!at.equals(CAME.receivedAt())) {
                throw new Refused(Refusal.of(now));
            }
            return new Opened(
                    Bytes.utf8("inside"), MediaType.CANONICAL, Assurance.SIGNED, Optional.empty(), Optional.empty());
        };
        Protocol protocol = FakeRooms.protocol(1);
        Identified police = new Identified(
                protocol.party(POLICE).orElseThrow(),
                new Party.Channel(Door.QUEUE, true, true, Assurance.SIGNED),
                new InForce(protocol, Set.of(POLICE)));
        return new Opening(seal, A_MONTH_LATER, 1_000).open(new Line.Identified(arrival, police));
    }
}
