package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** What a mail server says decides what becomes of a disclosure. */
class MailDropTest {
    @Test
    void whatIsTakenIsDelivered() {
        MailDrop drop = new MailDrop((agency, index, bytes) -> {
            assertThat(agency).isEqualTo(new AgencyId("haven-idva"));
            assertThat(index).isEqualTo(42);
            assertThat(bytes).isEqualTo(Bytes.utf8("sealed"));
            return MailDrop.Taken.YES;
        });

        assertThatCode(() -> drop.drop(Bytes.utf8("sealed").toArray(), 42, "haven-idva"))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNotIsTriedAgainOrSetAside() {
        assertThatExceptionOfType(NotNow.class).isThrownBy(() -> drop(MailDrop.Taken.NOT_NOW));
        assertThatExceptionOfType(DoorAway.class).isThrownBy(() -> drop(MailDrop.Taken.AWAY));
        assertThatExceptionOfType(NotTaken.class)
                .isThrownBy(() -> drop(MailDrop.Taken.NEVER))
                .satisfies(never -> assertThat(never.reason()).isEqualTo("mail-server-refuses-it"));
    }

    private static void drop(MailDrop.Taken taken) {
        new MailDrop((agency, index, bytes) -> taken).drop(new byte[0], 1, "haven-idva");
    }
}
