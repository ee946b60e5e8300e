package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.Hl7Examples;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

class Hl7Test {
    private static final Formats FORMATS = new Formats(new Mappings(Path.of("routes", "mappings")));
    private static final String SAMPLE = Hl7Examples.referral();
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String DOCUMENT = String.join(
            "\r",
            "MSH|^~\\&|EPR|WDH|MARAC|wenbury-marac|20261121200000||MDM^T02|WDH-9|P|2.4",
            "EVN|T02|20261121200000",
            "PID|1||9990000018^^^NHS||Ashdown^Rhiannon||19910314|F",
            "PV1|1|E",
            "TXA|1|MARAC^MARAC information^99MARAC|TX|20261121|||||||DOC-1",
            "OBX|1|TX|LETTER^Emergency department letter^L||Fractured wrist.~Seen by psychiatric liaison.||||||F",
            "");

    @Test
    void aTypeThatIsNoneOfOursIsUnsupported() {
        assertThat(refusal(Hl7Examples.event(SAMPLE, "ORU^R01")))
                .isEqualTo(Refusal.at(RefusalCode.UNSUPPORTED, "message-type-not-supported", "MSH[1].9"));
        assertThat(refusal(Hl7Examples.event(SAMPLE, "REF^I15")))
                .isEqualTo(Refusal.at(RefusalCode.UNSUPPORTED, "event-not-supported", "MSH[1].9"));
    }

    @ParameterizedTest
    @CsvSource({
        "|P|2.4,           |D|2.4,            processing-id-not-supported, MSH[1].11",
        "|P|2.4,           ||2.4,             processing-id-not-supported, MSH[1].11",
        "|P|2.4,           |P|2.9,            version-not-supported,       MSH[1].12",
        "|P|2.4,           |P|,               version-not-supported,       MSH[1].12",
        "UNICODE UTF-8,    ISO IR87,          character-set-not-supported, ",
        "|MARAC^MARAC ref, |MED^MARAC ref,    not-a-marac-referral, ",
    })
    void whatIsNotForAMaracIsUnsupported(String is, String would, String reason, String position) {
        assertThat(refusal(SAMPLE.replace(is, would)))
                .isEqualTo(new Refusal(
                        RefusalCode.UNSUPPORTED, List.of(), Optional.of(reason), Optional.ofNullable(position)));
    }

    @Test
    void aTestSaysSoAndWhatIsWorkedOnAtOnceMayBeNone() throws Exception {
        String test = SAMPLE.replace("|P|2.4|", "|T|2.4|");
        assertThat(read(test).header().labels()).contains(Label.HTEST);
        assertThat(read(SAMPLE).header().labels()).doesNotContain(Label.HTEST);
        assertThat(read(DOCUMENT.replace("|P|2.4", "|T|2.4")).header().labels()).contains(Label.HTEST);
        String merge = "MSH|^~\\&|EPR|WDH|MARAC|wenbury-marac|20261121200000||ADT^A40|WDH-9|T|2.4\r"
                + "PID|1||9990000018^^^NHS||Ashdown^Rhiannon||19910314|F\rMRG|1234^^^WDH\r";
        Refused refused = catchThrowableOfType(
                Refused.class, () -> FORMATS.identityChange(Examples.plain(merge, MediaType.HL7), Examples.SELF));
        assertThat(refused.refusal())
                .isEqualTo(Refusal.at(RefusalCode.UNSUPPORTED, "processing-id-not-supported", "MSH[1].11"));
    }

    @Test
    void aMessageForAnotherReceiverIsNotForUs() throws Exception {
        assertThat(refusal(SAMPLE.replace("|wenbury-marac|", "|eastmere-marac|"))
                        .code())
                .isEqualTo(RefusalCode.NOT_FOR_US);
        assertThat(read(SAMPLE.replace("|wenbury-marac|", "||"))).isEqualTo(read(SAMPLE));
    }

    @ParameterizedTest
    @CsvSource({
        "OBX|1|,  consent-missing,             OBX",
        "RF1,     missing-property,            RF1",
        "PID,     missing-property,            PID",
        "OBX|35|, missing-property,            OBX[40].3",
        "OBX|36|, missing-property,            OBX[35].5",
        "OBX|32|, missing-property,            OBX[32].3",
        "OBX|7|,  missing-property,            OBX[7].5",
    })
    void whatAMaracReferralNeedsIsNeverGuessed(String segment, String reason, String position) {
        assertThat(refusal(Hl7Examples.without(SAMPLE, segment)))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, reason, position));
    }

    @Test
    void aReferralWithoutAnAllegedPerpetratorIsRefusedThoughThereIsANextOfKin() {
        String none = SAMPLE;
        for (int i = 13; i < 20; i++) {
            none = Hl7Examples.without(none, "OBX|" + i + "|");
        }
        assertThat(refusal(none)).isEqualTo(Refusal.at(RefusalCode.INVALID, "alleged-perpetrator-missing", "OBX"));
    }

    @ParameterizedTest
    @CsvSource({
        "CONSENT^Consent,          CONSNET^Consent,       not-in-list,    OBX[1].3",
        "||given||,                ||perhaps||,           not-in-list,    OBX[1].5",
        "|1|19881102|,             |1|1988|,              not-a-date,     OBX[14].5",
        "||19910314|,              ||00000000|,           not-a-date,     PID[1].7",
        "|20261121200000+0000|,    |yesterday|,           not-a-date-time, MSH[1].7",
        "|20261121200000+0000|,    ||,                    missing-property, MSH[1].7",
        "|WDH-000117|,             ||,                    missing-property, MSH[1].10",
        "||17||,                   ||many||,              wrong-type,     OBX[39].5",
        "OBX|15|IS|AP-SEX,         OBX|15|IS|AP-BIRTH-DATE, answered-twice, OBX[15].3",
    })
    void whatIsWrongIsSaidWithItsPlace(String is, String would, String reason, String position) {
        Refusal refused = refusal(SAMPLE.replace(is, would));
        assertThat(SAMPLE).contains(is);
        assertThat(refused).isEqualTo(Refusal.at(RefusalCode.INVALID, reason, position));
    }

    /** The same referral by HL7 v2 and by FHIR: the same message, byte for byte. */
    @Test
    void theSameReferralIsTheSameMessageAsByFhir() throws Exception {
        Message read = read(SAMPLE);

        assertThat(FORMATS.write(read).text())
                .isEqualTo(Files.readString(Path.of("src/test/resources/disclosure/hospital-referral.canonical.json"))
                        .strip());
    }

    @Test
    void aNextOfKinIsNeverASafeContactAndNeverAnyoneElse() throws Exception {
        String message = SAMPLE.replace("NK1|1|Colthorpe-Vane^Darren", "NK1|1|Nextley^Kim")
                .replace("|07700 900390\r", "|07700 900555\r");
        assertThat(FORMATS.write(read(message)).text()).doesNotContain("Nextley", "Kim", "900555");
        Referral without = referral(Hl7Examples.without(withoutSafeContact(message), "OBX|12|"));
        assertThat(without.safeContact()).isEmpty();
    }

    @Test
    void segmentsOfTheSendersOwnAreNotReadAndDoNoHarm() throws Exception {
        String message = SAMPLE + "ZPV|secret place\rZU1|1|more\r";
        assertThat(read(message)).isEqualTo(read(SAMPLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123123^^^TRUST^MRN~9990000018^^^^NHS",
                "40800000^^^MRENTR^MEDREC~9990000018^^^NHS^HN",
                "999 000 0018^^^NHS&2.16.840.1.113883.2.1.4.1&ISO",
                "9990000018^^^NHSNBR~0123123^^^TRUST^MRN"
            })
    void theNhsNumberIsFoundInComponentFourOrFive(String identifiers) throws Exception {
        Person victim =
                referral(SAMPLE.replace("9990000018^^^NHS^NH", identifiers)).victim();
        assertThat(victim.nhsNumber()).contains("9990000018");
        assertThat(victim.identifiers()).noneMatch(i -> i.value().contains("0018"));
    }

    @Test
    void anotherNumberIsNoNhsNumber() throws Exception {
        Person victim = referral(SAMPLE.replace("9990000018^^^NHS^NH", "9990000018^^^TRUST^MR"))
                .victim();
        assertThat(victim.nhsNumber()).isEmpty();
        assertThat(victim.identifiers()).containsExactly(new Person.Identifier("urn:hl7v2:TRUST:MR", "9990000018"));
    }

    @ParameterizedTest
    @CsvSource({"1, male", "2, female", "M, male", "F, female", "0, unknown", "U, unknown", "9, other", "O, other"})
    void sexIsReadInHl7AndInNhsCodes(String code, String sex) throws Exception {
        assertThat(referral(SAMPLE.replace("|19910314|2|", "|19910314|" + code + "|"))
                        .victim()
                        .gender())
                .contains(sex);
    }

    @Test
    void telephonesComeInBritishWordsAndInTheTypesOwn() throws Exception {
        Person victim = referral(
                        SAMPLE.replace(
                                "07700 900842^MOBILE",
                                "01632 960111^HOME~07700 900842^MOBILE~rhiannon@example.org^EMAIL~^PRN^PH^^^01632^960222~^NET^X.400"))
                .victim();
        assertThat(victim.telephones()).containsExactly("01632 960111", "07700 900842", "01632 960222");
        assertThat(victim.email()).contains("rhiannon@example.org");
    }

    /** Midnight in summer is the day before in Greenwich; the day of birth stays the day that was written. */
    @ParameterizedTest
    @ValueSource(strings = {"19910701", "199107010000", "19910701000000+0100", "19910701235959-0500"})
    void aDateOfBirthNeverPassesThroughATimeZone(String written) throws Exception {
        assertThat(referral(SAMPLE.replace("||19910314|", "||" + written + "|"))
                        .victim()
                        .birthDate())
                .contains(LocalDate.of(1991, 7, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "20260701120000,      2026-07-01T11:00:00Z",
        "20261121120000,      2026-11-21T12:00:00Z",
        "202607011200+0000,   2026-07-01T12:00:00Z",
        "20260701120000.1234-0500, 2026-07-01T17:00:00Z",
    })
    void aTimeWithoutAnOffsetIsByTheClockInBritain(String written, String instant) throws Exception {
        assertThat(read(SAMPLE.replace("20261121200000+0000", written)).header().created())
                .isEqualTo(Instant.parse(instant));
    }

    @Test
    void aProtectedPatientsAddressIsNobodysBusiness() throws Exception {
        String oneHome = SAMPLE.replace("~Willowmere House^3 Tarn Walk^Northwick^^WB9 7ZX^^C", "");
        Person victim =
                referral(oneHome + "PD1|||Wenbury Surgery^L|||||||||Y\r").victim();
        assertThat(victim.address()).isEmpty();
        assertThat(victim.safeAddress().orElseThrow().postcode()).contains("WB2 4LQ");
        assertThat(victim.gpPractice()).contains("Wenbury Surgery");
        assertThat(read(oneHome + "PD1||||||||||||Y\r").header().labels()).contains(Label.R);
    }

    @Test
    void moreSafeAddressesThanThereIsAPlaceForAreRefusedAndNotDropped() {
        String third = SAMPLE.replace("^^WB9 7ZX^^C", "^^WB9 7ZX^^C~5 Third Street^^Northwick^^WB9 1AA^^M");
        assertThat(refusal(third)).isEqualTo(Refusal.at(RefusalCode.INVALID, "too-many", "PID[1].11"));
    }

    @Test
    void aFormerOrBusinessAddressIsNoHome() throws Exception {
        String more = SAMPLE.replace("^^WB9 7ZX^^C", "^^WB9 7ZX^^C~Works Yard^^Northwick^^WB9 1AA^^B~Old Lane^^^^^^BA");
        assertThat(referral(more).victim()).isEqualTo(referral(SAMPLE).victim());
    }

    @ParameterizedTest
    @CsvSource({"8859/1, windows-1252", "'', windows-1252", "'', UTF-8", "UNICODE UTF-8, UTF-8", "8859/15, ISO-8859-15"
    })
    void anAccentAndAnApostropheArriveAsTheyWereWritten(String named, String written) throws Exception {
        String message = SAMPLE.replace("UNICODE UTF-8", named).replace("Ashdown^Rhiannon^", "O'Néill^Zoë^");
        Message read = read(Bytes.of(message.getBytes(Charset.forName(written))));
        assertThat(((Referral) read).victim().name().orElseThrow())
                .isEqualTo(new Person.Name(Optional.of("O'Néill"), List.of("Zoë"), Optional.of("Ms")));
    }

    @Test
    void aTypographicApostropheOfWindowsIsRead() throws Exception {
        String message = SAMPLE.replace("UNICODE UTF-8", "8859/1").replace("Ashdown^Rhiannon^", "O’Neill^Rhiannon^");
        assertThat(((Referral) read(Bytes.of(message.getBytes(WINDOWS))))
                        .victim()
                        .name()
                        .orElseThrow()
                        .family())
                .contains("O’Neill");
    }

    @Test
    void whatIsNotInTheCharacterSetItNamesIsUnreadable() {
        String message = SAMPLE.replace("Ashdown^Rhiannon^", "O'Néill^Rhiannon^");
        byte[] other = message.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refusal(Bytes.of(other))).isEqualTo(Refusal.of(RefusalCode.UNREADABLE, "character-set"));
        byte[] ascii = message.replace("UNICODE UTF-8", "ASCII").getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(Bytes.of(ascii))).isEqualTo(Refusal.of(RefusalCode.UNREADABLE, "character-set"));
    }

    @Test
    void escapedCharactersAndLineEndsBecomeWhatTheyStandFor() throws Exception {
        String message = SAMPLE.replace(
                "Brought in by a friend after", "Brought in \\T\\ seen\\.br\\by A\\S\\B a friend, 50\\F\\50, after");
        assertThat(referral(message).narrative().orElseThrow().reason().orElseThrow())
                .startsWith("Brought in & seen\nby A^B a friend, 50|50, after");
    }

    @Test
    void proseIsNotCutAtACharacterThatSeparatesSomethingElsewhere() throws Exception {
        String message = SAMPLE.replace("Two years of increasing control.", "Two years ^ of & more~control.");
        assertThat(referral(message).narrative().orElseThrow().history().orElseThrow())
                .startsWith("Two years ^ of & more\ncontrol.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1"})
    void everyVersionIsReadAlike(String version) throws Exception {
        assertThat(read(SAMPLE.replace("|P|2.4|", "|P|" + version + "|"))).isEqualTo(read(SAMPLE));
    }

    @Test
    void anEmptyReferralOfATrustWithoutAProviderNamesTheTrust() throws Exception {
        assertThat(referral(Hl7Examples.without(SAMPLE, "PRD")).referrer())
                .isEqualTo(new Referral.Referrer(
                        "Wenbury and District Hospitals",
                        Optional.of("Safeguarding lead nurse"),
                        Optional.of("Wenbury and District Hospitals"),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void onlyStatAsksForAMeetingOutOfTurn() throws Exception {
        assertThat(read(SAMPLE.replace("RF1|P|R|", "RF1|P|S|")).header().emergency())
                .isTrue();
        assertThat(read(SAMPLE.replace("RF1|P|R|", "RF1|P|A|")).header().emergency())
                .isFalse();
    }

    @Test
    void aModifiedReferralTakesTheOldOnesPlace() throws Exception {
        Correction correction = (Correction) read(Hl7Examples.event(SAMPLE, "REF^I13"));
        assertThat(correction.corrects().value()).isEqualTo(Examples.ID);
        assertThat(correction.isOfItsConversation()).isTrue();
        assertThat(correction.header().id().value()).isEqualTo(Examples.ID + ".wdh-000117");
        Referral content = (Referral) correction.content().orElseThrow();
        assertThat(content.victim()).isEqualTo(referral(SAMPLE).victim());
    }

    @Test
    void aCancelledReferralIsWithdrawnForAReasonThatIsSaidAndNotGuessed() throws Exception {
        String cancel = Hl7Examples.event(SAMPLE, "REF^I14");
        assertThat(refusal(cancel)).isEqualTo(Refusal.at(RefusalCode.INVALID, "withdrawal-reason-missing", "OBX"));
        Correction correction = (Correction) read(cancel + "OBX|69|CE|WITHDRAWAL^Why^99MARAC||wrong-person||||||F\r");
        assertThat(correction.withdrawal()).contains(new Correction.Withdrawal(Correction.Reason.WRONG_PERSON));
        assertThat(correction.corrects().value()).isEqualTo(Examples.ID);
        assertThat(refusal(cancel + "OBX|69|CE|WITHDRAWAL^Why^99MARAC||corrected||||||F\r")
                        .code())
                .isEqualTo(RefusalCode.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"ADT^A40, MERGED", "ADT^A47, RENUMBERED", "ADT^A37, UNLINKED"})
    void whatATrustDidToItsOwnRecordsIsNoMessageAndNamesPeopleNowAndBefore(String event, IdentityChange.Kind kind)
            throws Exception {
        String merge = "MSH|^~\\&|PAS|WDH|MARAC|wenbury-marac|20261121200000||" + event + "|WDH-7|P|2.4\r"
                + "EVN|A40|20261121200000\r"
                + "PID|1||9990000018^^^NHS~M1^^^WDH^MR||Ashdown^Rhiannon~Tregarth^Rhiannon||19910314|F\r"
                + "MRG|9990000026^^^NHS~M2^^^WDH^MR||||||Ashdown^Ann\r";
        IdentityChange change = change(merge).orElseThrow();
        assertThat(change.kind()).isEqualTo(kind);
        assertThat(change.id().value()).isEqualTo("wdh-7");
        assertThat(change.people())
                .extracting(p -> p.name().flatMap(Person.Name::family).orElse("") + " "
                        + p.nhsNumber().orElse("") + " " + p.birthDate().orElseThrow())
                .containsExactly(
                        "Ashdown 9990000018 1991-03-14",
                        "Tregarth 9990000018 1991-03-14",
                        "Ashdown 9990000026 1991-03-14");
        assertThat(refusal(merge)).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "event-not-supported"));
        assertThat(change(SAMPLE)).isEmpty();
        assertThat(catchThrowableOfType(Refused.class, () -> change(merge.replace("|P|2.4", "|T|2.4")))
                        .refusal()
                        .reason())
                .contains("processing-id-not-supported");
    }

    @Test
    void aDocumentForAMaracIsInformation() throws Exception {
        Information information = (Information) read(DOCUMENT);
        assertThat(information.victim().nhsNumber()).contains("9990000018");
        assertThat(information.items()).singleElement().satisfies(item -> {
            assertThat(item.category()).isEqualTo(DataCategory.HEALTH);
            assertThat(item.assertion()).isEqualTo(Information.Assertion.OPINION);
            assertThat(item.asOf()).contains(LocalDate.of(2026, 11, 21));
            assertThat(item.text())
                    .isEqualTo("Emergency department letter: Fractured wrist.\nSeen by psychiatric liaison.");
        });
        assertThat(refusal(DOCUMENT.replace("|MARAC^MARAC inf", "|DS^MARAC inf")))
                .isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "not-a-marac-document"));
    }

    @Test
    void anEnclosedDocumentIsAnAttachmentAndOneThatIsOnlyPointedToIsRefused() throws Exception {
        String data = Base64.getEncoder().encodeToString("%PDF-1.4 letter".getBytes(StandardCharsets.US_ASCII));
        String enclosed = DOCUMENT + "OBX|2|ED|LETTER^Letter^L||^application^pdf^Base64^" + data + "||||||F\r";
        assertThat(read(enclosed).header().attachments()).singleElement().satisfies(one -> {
            assertThat(one.mediaType()).isEqualTo(Attachment.Type.PDF);
            assertThat(one.category()).isEqualTo(DataCategory.HEALTH);
            assertThat(one.data()).isEqualTo(data);
        });
        assertThat(refusal(enclosed.replace("|ED|", "|RP|")))
                .isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "attachment-not-in-the-message"));
        assertThat(refusal(enclosed.replace("^pdf^", "^dicom^")))
                .isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "attachment-type-not-taken"));
        assertThat(refusal(enclosed.replace(data, "***")))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "not-base64", "OBX[2].5"));
    }

    @Test
    void anObservationTheSenderCallsWrongIsNotBelieved() throws Exception {
        String wrong =
                SAMPLE.replace("Keeps hunting knives in his van.||||||F", "Keeps hunting knives in his van.||||||W");
        assertThat(referral(wrong).allegedPerpetrators().get(0).accessToWeapons())
                .isEmpty();
    }

    @Test
    void theDeathOfThePatientIsNotPassedOver() throws Exception {
        String dead = SAMPLE.replace("||cy\r", "||cy|||||||||||||||Y\r");
        assertThat(referral(dead).narrative().orElseThrow().other().orElseThrow())
                .contains("has died");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MSH", "MSH|^~\\&", "MSHMSHMSHMSH", "PID|1", "MSH|||||||||||", "{}", "<ClinicalDocument/>"})
    void whatIsNotHl7IsRefusedInWordsOfOurOwn(String text) {
        assertThat(refusal(text).code()).isIn(RefusalCode.UNREADABLE, RefusalCode.UNSUPPORTED);
    }

    @Test
    void aMessageOfMillionsOfFieldsIsRefusedBeforeItIsParsed() {
        assertThat(refusal(SAMPLE + "ZZZ" + "|".repeat(100_000)))
                .isEqualTo(Refusal.of(RefusalCode.UNREADABLE, "too-many"));
    }

    private static Optional<IdentityChange> change(String message) throws Refused {
        return FORMATS.identityChange(
                new Opened(Bytes.utf8(message), MediaType.HL7, Assurance.CHANNEL, Optional.empty(), Optional.empty()),
                Examples.SELF);
    }

    private static String withoutSafeContact(String message) {
        String less = message;
        for (int i = 7; i < 12; i++) {
            less = Hl7Examples.without(less, "OBX|" + i + "|");
        }
        return less;
    }

    private static Referral referral(String message) throws Refused {
        return (Referral) read(message);
    }

    private static Message read(String message) throws Refused {
        return read(Bytes.utf8(message));
    }

    private static Message read(Bytes message) throws Refused {
        return FORMATS.understand(
                new Opened(message, MediaType.HL7, Assurance.CHANNEL, Optional.empty(), Optional.empty()),
                Examples.HOSPITAL,
                Examples.SELF);
    }

    private static Refusal refusal(String message) {
        return refusal(Bytes.utf8(message));
    }

    private static Refusal refusal(Bytes message) {
        Refused refused = catchThrowableOfType(Refused.class, () -> read(message));
        assertThat(refused).as("it is refused").isNotNull();
        return refused.refusal();
    }
}
