package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/** What a row of a spreadsheet, or a form, says. */
class RowMappingTest {
    private static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    private static final AgencyId SELF = new AgencyId("wenbury-marac");
    private static final Path HEADERS = Path.of("..", "shared", "inputs", "marac-forms", "header-variants.csv");

    @TempDir
    Path mappings;

    private @Nullable Formats formats;

    @Test
    void aRowWithHeadersAsFormsPrintThemIsAReferral() throws Exception {
        Referral referral = read(referral());

        assertThat(referral.header().id().value()).matches("row-[0-9a-f]{32}");
        assertThat(referral.header().created()).hasToString("2026-11-19T00:00:00Z");
        assertThat(referral.referrer().name()).isEqualTo("Imogen Tallis");
        assertThat(referral.victim().name())
                .contains(new Person.Name(Optional.of("OKAFOR"), List.of("Sunniva"), Optional.empty()));
        assertThat(referral.victim().birthDate()).contains(LocalDate.of(1987, 9, 30));
        assertThat(referral.victim().address().orElseThrow())
                .isEqualTo(new Person.Address(
                        List.of("Flat 6", "41 Copperbeck Street", "Wenbury"),
                        Optional.of("WB1 9QT"),
                        Optional.empty()));
        assertThat(referral.victim().telephones()).containsExactly("07700900461");
        assertThat(referral.safeContact().orElseThrow().safeToCall()).isEqualTo(Answer.YES);
        assertThat(referral.safeContact().orElseThrow().safeToText()).isEqualTo(Answer.NOT_ASKED);
        assertThat(referral.allegedPerpetrators()).hasSize(1);
        assertThat(referral.allegedPerpetrators().get(0).relationshipToVictim()).contains("ex-partner");
        assertThat(referral.children()).hasSize(2);
        assertThat(referral.children().get(1).person().name().orElseThrow().given())
                .containsExactly("Linus");
        assertThat(referral.criteria())
                .containsExactlyInAnyOrder(Referral.Criterion.VISIBLE_HIGH_RISK, Referral.Criterion.REPEAT);
        assertThat(referral.consent().state()).isEqualTo(Consent.State.GIVEN);
        assertThat(referral.consent().victimAware()).isEqualTo(Answer.NOT_ASKED);
        assertThat(referral.narrative().orElseThrow().other())
                .as("nothing is lost for want of a place")
                .contains("Crime ref: WB/448213");
        assertThat(referral.narrative().orElseThrow().health()).contains("Mental Health Issues: anxiety");
    }

    @Test
    void theSameRowIsTheSameMessage() throws Exception {
        assertThat(read(referral()).header().id())
                .isEqualTo(read(referral()).header().id());
        Map<String, String> other = referral();
        other.put("Crime ref", "WB/448214");
        assertThat(read(other).header().id())
                .isNotEqualTo(read(referral()).header().id());
    }

    @Test
    void everythingThatIsWrongIsToldByPlaceAndCodeAndNothingOfItsContent() throws Exception {
        Map<String, String> row = referral();
        row.put("Victim date of birth", "30/09/87");
        row.put("NHS number", "4.01E+09");
        row.put("Safe to call", "only before Tallis comes home");
        row.put("Name", "Secret Person");

        assertThat(problems(row))
                .containsExactly(
                        "column-3:/victim/birthDate two-digit-year",
                        "column-4:/victim/nhsNumber scientific-notation",
                        "column-7:/safeContact/safeToCall not-yes-or-no",
                        "column-19 unknown-column");
        assertThat(refused(row)).isEqualTo("invalid two-digit-year /victim/birthDate");
    }

    @Test
    void aHeaderThatMayMeanSeveralPeopleIsReadOnlyWhereTheAgencySaysWhom() throws Exception {
        Map<String, String> row = referral();
        row.put("Surname", "Brackenridge");
        assertThat(refused(row)).isEqualTo("invalid unknown-column column-19");

        rows("""
                columns:
                  - {headers: [Surname], to: perpetrator.alias}
                """);

        assertThat(read(row).allegedPerpetrators().get(0).person().aliases()).hasSize(1);
    }

    @Test
    void anAgencysOwnWordsColumnsAndConstantsCount() throws Exception {
        rows("""
                columns:
                  - headers: [Sex, M/F]
                    to: victim.gender
                    codes: {"b) Female": female, "a) Male": male}
                  - {headers: [PIN and name], to: message.id + victim.name.full}
                  - {headers: [House, Street], to: victim.address.lines}
                  - {headers: [Postcode], to: victim.address.postcode}
                ignore: [Row colour]
                constants: {risk.instrument: SAFELIVES-DASH, risk.version: "2009", consent.overrideReason: CANNOT_REASONABLY_BE_OBTAINED}
                """);
        Map<String, String> row = new LinkedHashMap<>();
        row.put("PIN and name", "H-448 / Sunniva Okafor");
        row.put("M/F", "b) Female");
        row.put("House", "Flat 6");
        row.put("Street", "41 Copperbeck Street");
        row.put("Postcode", "WB1 9QT");
        row.put("Row colour", "red");
        row.put("Risk score", "16");
        row.put("Consented?", "No");
        row.put("Justification to override", "immediate danger");
        row.put("Referred By Name", "Imogen Tallis");
        row.put("Perpetrator name", "Curtis Brackenridge");

        Referral referral = read(row);

        assertThat(referral.header().id()).hasToString("h-448");
        assertThat(referral.victim().gender()).contains("female");
        assertThat(referral.victim().address().orElseThrow().lines()).containsExactly("Flat 6", "41 Copperbeck Street");
        assertThat(referral.riskAssessment().orElseThrow().instrument()).isEqualTo("SAFELIVES-DASH");
        assertThat(referral.riskAssessment().orElseThrow().declaredScore()).contains(16);
        assertThat(referral.consent().state()).isEqualTo(Consent.State.REFUSED);
        assertThat(referral.consent().isRecorded()).isTrue();
    }

    @Test
    void whatTheMessageNeedsAndNoColumnSaysIsMissing() throws Exception {
        Map<String, String> row = referral();
        row.remove("Does the client consent to this referral");

        assertThat(refused(row)).isEqualTo("invalid missing-property /consent");
    }

    @Test
    void aMappingThatIsWrongIsToldByItsLine() throws Exception {
        rows("""
                columns:
                  - {headers: [A], to: victim.nmae}
                """);

        assertThat(new Mappings(mappings).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .isEqualTo("wenbury-housing/rows.yaml:2: to: there is no field of this name"));
    }

    @Test
    void whatIsNoRowIsRefused() {
        for (String bytes : List.of("", "[]", "{\"a\":{\"b\":1}}", "{\"a\":\"1\",\"a\":\"2\"}", "{\"a\":\"1\"} {}")) {
            Refused refused = catchThrowableOfType(Refused.class, () -> read(Bytes.utf8(bytes)));
            assertThat(refused.refusal().reason()).as(bytes).contains("not-a-row");
        }
    }

    /** Labels seen on forms that stand for more than one thing: an agency must say which. */
    private static final Set<String> AMBIGUOUS = Set.of(
            "Dob",
            "DOB",
            "Address",
            "Date",
            "Surname",
            "Forename(s)",
            "Alias",
            "Date of birth",
            "Date of Birth",
            "Housing status",
            "Occupation",
            "Religion",
            "Refugee/asylum",
            "GP details",
            "Name",
            "Substance Misuse",
            "Mental Ill Health",
            "Telephone",
            "Children (inc unborn)",
            "Reasons",
            "Safe / not safe to talk to");

    @Test
    void everyLabelSeenOnAFormIsKnownOrKnownToBeAmbiguous() throws Exception {
        Assumptions.assumeTrue(Files.exists(HEADERS), "The labels of forms are not here");
        Set<String> unknown = new TreeSet<>();
        Set<String> all = new HashSet<>();
        new Splitter(new Mappings(mappings)).split(AGENCY, () -> Files.newInputStream(HEADERS), new Splitter.Each() {
            @Override
            public void row(int number, Bytes row) throws IOException {
                try {
                    String label = Objects.requireNonNull(RowJson.read(row).get("label_as_printed"));
                    all.add(label);
                    if (RowFields.SHIPPED.labelled(label).isEmpty()) {
                        unknown.add(label);
                    }
                } catch (Refused e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void notRead(String place, String code) {
                unknown.add(place);
            }
        });

        assertThat(all).hasSizeGreaterThan(90);
        assertThat(unknown).isEqualTo(new TreeSet<>(AMBIGUOUS));
    }

    @Test
    void everyHeaderOfTheTemplateIsKnown() throws IOException {
        String header =
                Files.readAllLines(Path.of("docs/agency-it/files-template.csv")).get(0);

        assertThat(header.split(","))
                .hasSizeGreaterThan(20)
                .allSatisfy(label ->
                        assertThat(RowFields.SHIPPED.labelled(label)).as(label).isPresent());
    }

    private Formats formats() {
        Formats now = Optional.ofNullable(formats).orElseGet(() -> new Formats(new Mappings(mappings)));
        formats = now;
        return now;
    }

    @Test
    void whatMayBeOfTheSamePeopleIsToldByNamesDaysAndNumbersAndNothingElse() throws Exception {
        assertThat(formats().kin(AGENCY, RowJson.write(referral())))
                .containsExactlyInAnyOrder(
                        "okafor",
                        "sunniva",
                        "19870930",
                        "9990000026",
                        "wb19qt",
                        "07700900461",
                        "brackenridge",
                        "curtis",
                        "ida",
                        "linus");
    }

    @Test
    void aRowUnderAnIdOfItsOwnIsKinToEveryOtherOfThatId() throws Exception {
        Map<String, String> row = new LinkedHashMap<>(Map.of("Referral reference", "WH-2026-17"));

        assertThat(formats().kin(AGENCY, RowJson.write(row))).containsExactly("wh202617");
    }

    private static Map<String, String> referral() {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("DATE OF REFERRAL", "46345");
        row.put("Name (SURNAME in capitals)", "Sunniva\u00a0OKAFOR");
        row.put("Victim date of birth", "30/09/1987");
        row.put("NHS number", "999 000 0026");
        row.put("Victim address", "Flat 6, 41 Copperbeck Street\nWenbury WB1 9QT");
        row.put("Contact Telephone No.", "7700900461");
        row.put("Safe to call", "Yes");
        row.put("Referred By Name", "Imogen Tallis");
        row.put("Telephone / Email", "01632 960144, dau@wenbury-police.example");
        row.put("Alleged perpetrator", "Curtis Brackenridge");
        row.put("Relationship to victim", "ex-partner");
        row.put("Child 1 name", "Ida Okafor");
        row.put("Child 2 name", "Linus Okafor");
        row.put("Visible high risk (14 or more)", "Y");
        row.put("Repeat Referral?", "Yes");
        row.put("Does the client consent to this referral", "Yes");
        row.put("Crime ref", "WB/448213");
        row.put("Mental Health Issues", "anxiety");
        return row;
    }

    private void rows(String yaml) throws IOException {
        Files.writeString(
                Files.createDirectories(mappings.resolve(AGENCY.value())).resolve("rows.yaml"), yaml);
    }

    private Referral read(Map<String, String> row) throws Refused {
        return read(RowJson.write(row));
    }

    private Referral read(Bytes row) throws Refused {
        return (Referral) formats()
                .understand(
                        new Opened(row, MediaType.ROW, Assurance.CHANNEL, Optional.empty(), Optional.empty()),
                        AGENCY,
                        SELF);
    }

    private List<String> problems(Map<String, String> row) throws Refused {
        List<String> problems = new ArrayList<>();
        formats()
                .problems(AGENCY, RowJson.write(row))
                .forEach(problem -> problems.add(problem.place() + " " + problem.code()));
        return problems;
    }

    private String refused(Map<String, String> row) {
        Refused refused = catchThrowableOfType(Refused.class, () -> read(row));
        return refused.refusal().code().code() + " "
                + refused.refusal().reason().orElse("") + " "
                + refused.refusal().position().orElse("");
    }
}
