package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/** What a sender of HL7 v2 is told. */
class MllpAcknowledgementTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");
    private static final String MESSAGE = "MSH|^~\\&|EPR|WDH|MARAC|wenbury-marac|20261121||REF^I12^REF_I12|WDH-1|P|2.5";
    private static final Refusal WRONG = Refusal.at(RefusalCode.INVALID, "not-a-date", "PID[1].7");
    private static final Refusal TYPE = Refusal.at(RefusalCode.UNSUPPORTED, "message-type-not-supported", "MSH[1].9");

    @Test
    void whatIsAcceptedIsAcknowledgedWithTheSendersIdAndTheSignedReceipt() {
        assertThat(only(MESSAGE, accepted()))
                .isEqualTo("MSH|^~\\&|MARAC|wenbury-marac|EPR|WDH|20261122101530+0000||ACK^I12^ACK|MARACA41|P|2.5\r"
                        + "MSA|AA|WDH-1\r"
                        + "ZRC|1|^application^pkcs7-mime^Base64^" + base64("receipt") + "\r");
    }

    @Test
    void whatIsWrongIsAnErrorWithItsCodeItsPlaceAndASentence() {
        assertThat(only(MESSAGE, refused(WRONG)))
                .contains("\rMSA|AE|WDH-1\r")
                .contains("\rERR||PID^1^7|102^Data type error^HL70357|E|invalid^^99MARAC||not-a-date at PID[1].7|"
                        + RefusalCode.INVALID.sentence() + "\r")
                .contains("\rZRC|");
    }

    @Test
    void beforeVersionTwoFiveThePlaceStandsInTheFirstField() {
        assertThat(only(MESSAGE.replace("|2.5", "|2.4"), refused(WRONG)))
                .contains("\rERR|PID^1^7^102&Data type error&HL70357|PID^1^7|102^");
    }

    @ParameterizedTest
    @CsvSource({
        "UNSUPPORTED, message-type-not-supported,  AR, 200",
        "UNSUPPORTED, event-not-supported,         AR, 201",
        "UNSUPPORTED, processing-id-not-supported, AR, 202",
        "UNSUPPORTED, version-not-supported,       AR, 203",
        "UNSUPPORTED, not-a-marac-referral,        AE, 103",
        "INVALID,     consent-missing,             AE, 101",
        "INVALID,     missing-property,            AE, 101",
        "INVALID,     not-in-list,                 AE, 103",
        "INVALID,     not-a-date,                  AE, 102",
        "UNREADABLE,  line-feed,                   AE, 102",
        "CONFLICT,    ,                            AE, 205",
        "NOT_CORRECTABLE, unknown-message,         AE, 204",
        "TOO_LARGE,   ,                            AE, 104",
        "DENIED,      no-permit,                   AE, 207",
        "UNKNOWN_PEER, ,                           AR, 207",
        "NOT_A_SIGNATORY, ,                        AR, 207",
        "NO_PROTOCOL_IN_FORCE, ,                   AR, 207",
    })
    void everyRefusalHasItsCode(RefusalCode code, String reason, String verdict, int condition) {
        Refusal refusal = new Refusal(code, List.of(), Optional.ofNullable(reason), Optional.empty());
        assertThat(only(MESSAGE, refused(refusal)))
                .contains("\rMSA|" + verdict + "|WDH-1\r")
                .containsPattern("\rERR\\|\\|\\|" + condition + "\\^[A-Z][a-z ]+\\^HL70357\\|E\\|" + code.code());
    }

    @ParameterizedTest
    @EnumSource(RefusalCode.class)
    void noRefusalBreaksTheMessage(RefusalCode code) {
        String error = only(MESSAGE, refused(Refusal.of(code)))
                .lines()
                .skip(2)
                .findFirst()
                .orElseThrow();
        assertThat(error.split("\\|", -1)).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({
        "AL, NE, true,  CA", "AL, NE, false, CE", "NE, AL, true,  AA", "NE, AL, false, AE",
        "AL, AL, true,  CA AA", "AL, AL, false, CE", "NE, NE, true, ''", "NE, NE, false, ''",
        "ER, SU, true,  AA", "ER, SU, false, CE", "SU, ER, true, CA", "SU, ER, false, AE",
        "'', AL, true,  AA", "AL, '', true, CA", "XX, AL, true, AA",
    })
    void inEnhancedModeEachSideGetsWhatItAskedFor(String commit, String application, boolean good, String expected) {
        String message = MESSAGE + "|||" + commit + "|" + application;
        List<Bytes> all = MllpAcknowledgement.of(
                        MllpHeader.of(Bytes.utf8(message)), good ? accepted() : refused(WRONG), NOW)
                .acknowledgements();
        assertThat(all.stream().map(one -> one.text().replaceAll("(?s).*\rMSA\\|(..)\\|WDH-1\r.*", "$1")))
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    }

    @Test
    void aTypeNotSupportedIsRejectedAtCommitToo() {
        assertThat(only(MESSAGE + "|||AL|NE", refused(TYPE))).contains("\rMSA|CR|WDH-1\r");
    }

    @Test
    void aStrangerGetsNoReceipt() {
        Answered unknown = new Answered(
                Answered.Outcome.REFUSED,
                Optional.of(Refusal.of(RefusalCode.UNKNOWN_PEER)),
                Optional.empty(),
                new Position(41));
        assertThat(only(MESSAGE, unknown)).contains("MSA|AR|").doesNotContain("ZRC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MSH", "PID|1", "MSHAAAAAAAAAAAA", "MSH|", "garbage", "MSH|^~\\&", "MSH= +/===", "{\"a\": 1}"
            })
    void whateverCameIsAnswered(String message) {
        assertThat(only(message, refused(Refusal.of(RefusalCode.UNREADABLE, "not-hl7-v2"))))
                .startsWith("MSH|^~\\&|MARAC||||20261122101530+0000||ACK|MARACA41|P|2.5.1\rMSA|AE|\rERR|||102^");
    }

    @Test
    void theSendersOwnDelimitersAndBytesComeBack() {
        byte[] message = "MSH#*~\\$#É#WDH#MARAC#us#20261121##REF*I12#Zoë-1#P#2.4######8859/1"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] answer = MllpAcknowledgement.of(MllpHeader.of(Bytes.of(message)), refused(WRONG), NOW)
                .acknowledgements()
                .get(0)
                .toArray();
        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .startsWith("MSH#*~\\$#MARAC#us#É#WDH#20261122101530+0000##ACK*I12*ACK#MARACA41#P#2.4######8859/1\r"
                        + "MSA#AE#Zoë-1\rERR#PID*1*7*102$Data type error$HL70357#PID*1*7#102*Data");
    }

    @Test
    void theSameControlIdFromAnotherApplicationIsAnotherTransmission() {
        MllpHeader one = MllpHeader.of(Bytes.utf8(MESSAGE));
        assertThat(one.transmission())
                .isEqualTo(MllpHeader.of(Bytes.utf8(MESSAGE + "|x")).transmission());
        assertThat(one.transmission())
                .isNotEqualTo(
                        MllpHeader.of(Bytes.utf8(MESSAGE.replace("EPR", "PAS"))).transmission());
        assertThat(MllpHeader.of(Bytes.utf8(MESSAGE.replace("WDH-1", ""))).transmission())
                .isEmpty();
    }

    private static String only(String message, Answered answered) {
        List<Bytes> all = MllpAcknowledgement.of(MllpHeader.of(Bytes.utf8(message)), answered, NOW)
                .acknowledgements();
        assertThat(all).hasSize(1);
        return all.get(0).text();
    }

    private static Answered accepted() {
        return new Answered(
                Answered.Outcome.ACCEPTED, Optional.empty(), Optional.of(Bytes.utf8("receipt")), new Position(41));
    }

    private static Answered refused(Refusal refusal) {
        return new Answered(
                Answered.Outcome.REFUSED, Optional.of(refusal), Optional.of(Bytes.utf8("receipt")), new Position(41));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
