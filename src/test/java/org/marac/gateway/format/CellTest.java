package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.Answer;

/** What spreadsheet programs do to what people write. */
class CellTest {

    @ParameterizedTest
    @CsvSource({
        "1987-09-30, 1987-09-30",
        "30/09/1987, 1987-09-30",
        "3/2/1987, 1987-02-03",
        "30.9.1987, 1987-09-30",
        "30-Sep-1987, 1987-09-30",
        "30 September 1987, 1987-09-30",
        "1st May 2020, 2020-05-01",
        "2018-12-11 00:00:00, 2018-12-11",
        "11/12/2018 00:00, 2018-12-11",
        "42029, 2015-01-25",
        "44090.0, 2020-09-16",
        "367, 1901-01-01",
        "30 Sept 1987, 1987-09-30"
    })
    void daysAreReadAsTheUnitedKingdomWritesThemAndAsExcelCountsThem(String cell, String day) throws Exception {
        assertThat(said(cell).date()).hasToString(day);
    }

    @ParameterizedTest
    @CsvSource({
        "30/09/87, two-digit-year",
        "12/31/2018, not-a-date",
        "31/02/2018, not-a-date",
        "366, not-a-date",
        "99999, not-a-date",
        "spring, not-a-date",
        "1987, a-year-is-not-a-date"
    })
    void whatIsNoCertainDayIsNotGuessed(String cell, String code) {
        assertThatThrownBy(() -> said(cell).date()).hasMessage(code);
    }

    @ParameterizedTest
    @CsvSource({
        "4.01E+09, scientific-notation",
        "7.7009E+10, scientific-notation",
        "1234567890123456, digits-lost",
        "9990000026000000, digits-lost",
        "#N/A, formula-error",
        "#REF!, formula-error",
        "########, formula-error"
    })
    void whatAProgramHasLostIsRefused(String cell, String code) {
        assertThatThrownBy(() -> said(cell).requireWhole()).hasMessage(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789012345", "flat 4E", "WB-448213", "#4 Mill Lane", "1E", "Ref 12E+4 of May"})
    void whatIsWholeIsLeftAlone(String cell) throws Exception {
        said(cell).requireWhole();
    }

    @ParameterizedTest
    @CsvSource({
        "07700 900461, 07700 900461",
        "7700900123, 07700900123",
        "7700 900 123, 07700900123",
        "1632960144, 01632960144",
        "447700900123, 447700900123",
        "'+44 7700 900123', '+44 7700 900123'",
        "07700 900461 (sister), 07700 900461 (sister)"
    })
    void aZeroIsGivenBackWhereOnlyAZeroCanBeMissing(String cell, String number) throws Exception {
        assertThat(said(cell).phone()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"700900123", "12345", "4401632960144", "9123456789"})
    void aNumberThatMayMissMoreIsRefused(String cell) {
        assertThatThrownBy(() -> said(cell).phone()).hasMessage("not-a-telephone-number");
    }

    @Test
    void anNhsNumberOfNineDigitsIsMendedOnlyByItsCheckDigit() throws Exception {
        assertThat(said("999 000 0026").nhsNumber()).isEqualTo("9990000026");
        assertThat(said("123456789").nhsNumber()).as("0123456789 checks").isEqualTo("0123456789");
        assertThatThrownBy(() -> said("123456785").nhsNumber()).hasMessage("not-an-nhs-number");
        assertThatThrownBy(() -> said("99900000").nhsNumber()).hasMessage("not-an-nhs-number");
    }

    @Test
    void whatNobodySeesIsTakenAway() {
        assertThat(said("\u00a0Dustin\u00a0Hazlett\u200b ").text()).isEqualTo("Dustin Hazlett");
        assertThat(said("'07700900123").text()).isEqualTo("07700900123");
        assertThat(said("'tis").text()).isEqualTo("'tis");
        assertThat(said("\u00a0\ufeff").isEmpty()).isTrue();
    }

    @Test
    void answersAreYesNoNotKnownOrNotAsked() throws Exception {
        assertThat(said("YES").answer()).isEqualTo(Answer.YES);
        assertThat(said("Don\u2019t know").answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(said("\u2612 Yes \u2610 No").answer()).isEqualTo(Answer.YES);
        assertThat(said("\u2610 Yes  \u2611 No").answer()).isEqualTo(Answer.NO);
        assertThat(said("\u2610 Yes \u2610 No").isUnticked()).isTrue();
        assertThatThrownBy(() -> said("\u2612 Yes \u2612 No").answer()).hasMessage("several-ticked");
        assertThatThrownBy(() -> said("only by day").answer()).hasMessage("not-yes-or-no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sunniva OKAFOR-LINDQVIST|{\"family\":\"OKAFOR-LINDQVIST\",\"given\":[\"Sunniva\"]}",
                "VAN DER BERG, Anna Maria|{\"family\":\"VAN DER BERG\",\"given\":[\"Anna\",\"Maria\"]}",
                "Ms Sunniva Okafor|{\"title\":\"Ms\",\"family\":\"Okafor\",\"given\":[\"Sunniva\"]}",
                "Anna VAN DER BERG|{\"family\":\"VAN DER BERG\",\"given\":[\"Anna\"]}",
                "Sunniva|{\"given\":[\"Sunniva\"]}"
            })
    void aNameInOneCellIsTakenApartByHowItIsWritten(String cell, String name) {
        assertThat(PersonName.of(cell)).hasToString(name);
    }

    @Test
    void severalThingsInOneCellAreToldApartByTheirForm() throws Exception {
        assertThat(parts("Sunniva Okafor (DOB: 30/09/1987)", "victim.name+birthDate"))
                .containsExactly("Sunniva Okafor", "30/09/1987");
        assertThat(parts("41 Copperbeck Street, Wenbury WB1 9QT\nTel: 07700 900461", "victim.address+phone"))
                .containsExactly("41 Copperbeck Street, Wenbury WB1 9QT", "07700 900461");
        assertThat(parts("01632 960144 / dau@wenbury-police.example", "referrer.phone+email"))
                .containsExactly("01632 960144", "dau@wenbury-police.example");
        assertThat(parts("Imogen Tallis, Domestic abuse officer", "referrer.name+role"))
                .containsExactly("Imogen Tallis", "Domestic abuse officer");
        assertThat(parts("07700 900577 weekdays 10 to 14", "safe.value+times"))
                .containsExactly("07700 900577", "weekdays 10 to 14");
    }

    @Test
    void whatCannotBeToldApartIsNotRead() {
        assertThatThrownBy(() -> parts("30/09/1987 and 1/1/1988 Okafor", "victim.name+birthDate"))
                .hasMessage("cannot-be-told-apart");
        assertThatThrownBy(() -> parts("Tallis, PC, DAU", "referrer.name+role")).hasMessage("cannot-be-told-apart");
        assertThatThrownBy(() -> parts("01632 960144, ask for Imogen", "referrer.phone+email"))
                .hasMessage("cannot-be-told-apart");
    }

    /** Looked at from each of its letters to its end, it would be looked at for hours. */
    @Timeout(30)
    @ParameterizedTest
    @ValueSource(strings = {" ", "a", ",", "0", "a@", "dob "})
    void aCellWithoutEndIsNotSeveralThings(String again) {
        String cell = "Okafor" + again.repeat(1_000_000 / again.length()) + "x";

        assertThatThrownBy(() -> parts(cell, "referrer.phone+email")).hasMessage("cannot-be-told-apart");
        assertThatThrownBy(() -> parts(cell, "victim.name+birthDate")).hasMessage("cannot-be-told-apart");
    }

    private static List<String> parts(String cell, String fields) throws Damaged {
        return CellParts.of(said(cell), RowFields.SHIPPED.named(fields).orElseThrow()).stream()
                .map(Cell::text)
                .toList();
    }

    private static Cell said(String raw) {
        return Cell.of("label", raw);
    }
}
