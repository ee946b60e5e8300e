package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.WorkingHours;

/** In which hours does what waits for a person wait, as the protocol says it? */
class WaitsFormTest {
    private static final String HOURS = "  hours: {zone: Europe/London, days: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY,"
            + " FRIDAY], from: \"09:00\", until: \"17:00\", nation: scotland, closed: [2026-06-15]}\n";

    @Test
    void aProtocolSaysInWhichHoursAndWhoseBankHolidays() {
        Protocol protocol = Shelves.read(with(HOURS));

        WorkingHours hours = protocol.holds().hours().orElseThrow();
        assertThat(hours.closed())
                .contains(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 6, 15), LocalDate.of(2026, 11, 30))
                .doesNotContain(LocalDate.of(2026, 4, 6));
        assertThat(protocol.holds().due(Instant.parse("2026-11-27T16:00:00Z"), false))
                .as("from Friday afternoon over Saint Andrew's Day")
                .isEqualTo(Instant.parse("2026-12-01T16:00:00Z"));
    }

    @Test
    void withoutThemItIsElapsedTime() {
        assertThat(Shelves.wenbury().holds().hours()).isEmpty();
        assertThat(Shelves.wenbury().holds().due(Instant.parse("2026-11-27T16:00:00Z"), false))
                .isEqualTo(Instant.parse("2026-11-28T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "'09:00', '17:00'",
        "nation: scotland, nation: gondor",
        "Europe/London, Europe/Gondor",
        "2026-06-15, 2026-02-30",
        "'17:00', '25:00'"
    })
    void hoursThatAreNoneMakeItUnsound(String good, String bad) {
        assertThatThrownBy(() -> Shelves.read(with(HOURS.replace(good, bad))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Dates as the governments published them, https://www.gov.uk/bank-holidays. */
    @ParameterizedTest
    @CsvSource({
        "england, 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-28 2027-12-27 2027-12-28, 2026-03-17 2026-01-02",
        "wales, 2026-04-06 2026-08-31 2026-12-28, 2026-03-17 2026-01-02",
        "scotland, 2026-01-02 2026-08-03 2026-11-30 2026-12-28, 2026-04-06 2026-08-31",
        "northern-ireland, 2026-03-17 2026-07-13 2026-08-31, 2026-01-02"
    })
    void eachNationHasItsOwnBankHolidays(String nation, String closed, String open) {
        Set<LocalDate> days = BankHolidays.of(nation, Year.of(2026), Year.of(2027));
        for (String day : closed.split(" ")) {
            assertThat(days).contains(LocalDate.parse(day));
        }
        for (String day : open.split(" ")) {
            assertThat(days).doesNotContain(LocalDate.parse(day));
        }
    }

    private static String with(String hours) {
        return Shelves.wenburyText().replaceFirst("(?m)^(  escalate: .*)$", "$1\n" + hours.stripTrailing());
    }
}
