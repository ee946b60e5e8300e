package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.kit.Neighbour.EASTMERE;
import static org.marac.gateway.wiring.WholeLine.to;
import static org.marac.gateway.wiring.WholeLine.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.Neighbour;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Refusal;

/**
 * Scenario 11 and hazard H2 by move: the victim leaves the area. The new area gets the case, and nobody in the old one
 * learns where she has gone, not by the transfer and not by anything that is said afterwards.
 */
@Timeout(120)
class TransferTest {
    private static final String IDVA = "haven-idva";
    private static final String POLICE = "wenbury-police";
    private static final String HOUSING = "wenbury-housing";
    private static final List<String> NEW_PLACE = List.of("Salt Lane", "EM7 4RT", "EM74RT", "07700 900188", "900188");

    @TempDir
    private static Path directory;

    private static Path area;

    private WholeLine line;

    private final String victim = Tale.surname();
    private final String perpetrator = Tale.surname();

    @BeforeAll
    static void anotherMaracIsAParty() throws IOException {
        area = Neighbour.in(directory);
    }

    @BeforeEach
    void nothingElseWaits() {
        line = new WholeLine(area);
        line.delivered();
    }

    @Test
    void scenario11_theReceivingMaracGetsTheNewAddressTheContactAndTheDayTheFlagsEnd() {
        accepted(Tale.referral(victim, perpetrator));
        line.delivered();
        accepted(transfer());

        List<Envelope> sent = line.delivered();
        assertThat(recipients(sent)).containsExactly(EASTMERE);
        JsonNode seen = view(sent.get(0));
        assertThat(seen.path("kind").asText()).isEqualTo("TRANSFER");
        assertThat(seen.at("/move/address/postcode").asText()).isEqualTo("EM7 4RT");
        assertThat(seen.at("/move/contact/value").asText()).isEqualTo("07700 900188");
        assertThat(seen.at("/move/flaggedUntil").asText()).isEqualTo("2027-06-30");
        assertThat(seen.at("/victim/name/family").asText()).isEqualTo(victim);
    }

    @Test
    void scenario11_p12_thePackHoldsWhatEachOriginatorReleasedAndListsWhatItDidNot() {
        accepted(Tale.referral(victim, perpetrator));
        Tale known = information(POLICE, "MEETING");
        item(known, "CRIMINAL_OFFENCE", "ALLEGED_PERPETRATOR", "Bail until March.", EASTMERE);
        item(known, "RISK", "VICTIM", "Followed twice.");
        accepted(known);
        line.delivered();
        accepted(transfer());

        JsonNode seen = view(line.delivered().get(0));
        assertThat(seen.path("items").findValuesAsText("text"))
                .contains("Bail until March.", "Keeps her bag packed.")
                .doesNotContain("Followed twice.");
        assertThat(seen.path("items"))
                .filteredOn(item -> item.path("text").asText().equals("Bail until March."))
                .extracting(item -> item.path("originator").asText())
                .containsExactly(POLICE);
        assertThat(seen.path("kept").toString())
                .contains(
                        "{\"originator\":\"wenbury-police\",\"category\":\"RISK\",\"count\":1,\"reason\":\"NOT_RELEASED\"}")
                .contains(
                        "{\"originator\":\"wenbury-police\",\"category\":\"REFERRAL\",\"count\":1,\"reason\":\"NOT_IN_ITEMS\"}");
    }

    @Test
    void scenario11_whatTheSenderHasOfOthersGoesOnlyWhereTheyReleasedIt() {
        accepted(Tale.referral(victim, perpetrator));
        line.delivered();
        Tale transfer = transfer();
        ObjectNode borrowed = item(transfer, "RISK", "VICTIM", "The surgery saw bruises.");
        borrowed.put("originator", "wenbury-hospital");
        accepted(transfer);
        assertThat(text(line.delivered())).contains("Keeps her bag packed.").doesNotContain("bruises");
    }

    @Test
    void h2_beforeTheMoveAnActionShowsWhoeverNeedsItTheSafeAddress() {
        accepted(Tale.referral(victim, perpetrator));
        line.delivered();
        accepted(action());
        assertThat(text(to(POLICE, line.delivered()))).contains("5 Salt Lane");
    }

    @Test
    void h2_afterTheMoveNobodyOfTheOldAreaIsShownTheNewAddressWhoeverSaysItAndHowever() {
        accepted(Tale.referral(victim, perpetrator));
        accepted(transfer());
        line.delivered();

        Tale action = action();
        item(
                action,
                "RISK",
                "ALLEGED_PERPETRATOR",
                "He asked whether she lives at 5 Salt Lane, em74rt, or answers 07700900188.");
        accepted(action);
        Tale police = Tale.referral(victim, perpetrator).livingAt("EM7 4RT", "5 Salt Lane");
        police.at("/riskAssessment/answers/0").put("note", "Seen outside 5 Salt Lane EM7 4RT.");
        accepted(police);
        Tale moved = information(HOUSING, "ACTION");
        moved.at("/victim").put("landlord", "Eastmere Housing Trust");
        moved.at("/victim")
                .putObject("address")
                .put("postcode", "EM7 4RT")
                .putArray("lines")
                .add("5 Salt Lane");
        item(moved, "HOUSING", "VICTIM", "New tenancy with Eastmere Housing Trust.");
        item(moved, "RISK", "VICTIM", "Was offered 5 Salt Lane.");
        accepted(moved);

        List<Envelope> sent = line.delivered();
        assertThat(recipients(sent)).contains(POLICE, "wenbury-childrens-services", HOUSING, "wenbury-hospital");
        for (Envelope envelope : sent) {
            if (!envelope.to().equals(List.of(new AgencyId(IDVA)))) {
                assertThat(envelope.content().text())
                        .as(envelope.to().toString())
                        .doesNotContain(NEW_PLACE)
                        .doesNotContainIgnoringCase("em74rt")
                        .doesNotContain("Eastmere Housing");
            }
        }
        assertThat(text(to(IDVA, sent))).contains("5 Salt Lane");
    }

    @Test
    void h2_theTransferItselfGoesToNobodyOfTheOldAreaAndTheRecordKeepsIt() {
        accepted(Tale.referral(victim, perpetrator));
        line.delivered();
        Tale transfer = transfer();
        accepted(transfer);
        assertThat(recipients(line.delivered())).containsExactly(EASTMERE);
        assertThat(line.filed(line.message(transfer)).view().text()).contains("5 Salt Lane");
    }

    @Test
    void h2_anotherMaracThanTheReceivingOneGetsNothing() {
        accepted(Tale.referral(victim, perpetrator));
        line.delivered();
        Tale transfer = transfer();
        transfer.at("/move").put("to", "westmere-marac");
        accepted(transfer);
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void h2_onlyWhomTheProtocolNamesHandsACaseOn() {
        accepted(Tale.referral(victim, perpetrator));
        line.delivered();
        Tale transfer = transfer().sender(HOUSING);
        Refusal refusal = line.say(new AgencyId(HOUSING), transfer.bytes())
                .answered()
                .refusal()
                .orElseThrow();
        assertThat(refusal.reason()).contains("purpose-not-agreed");
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void h2_aTransferThatIsWithdrawnIsRecalledAndTheOldAreaServesHerAgain() {
        accepted(Tale.referral(victim, perpetrator));
        Tale transfer = transfer();
        accepted(transfer);
        line.delivered();
        assertThat(line.say(
                                new AgencyId(IDVA),
                                transfer.withdrawing(transfer.id(), "NOT_TRUE").bytes())
                        .answered()
                        .outcome())
                .isEqualTo(Answered.Outcome.ACCEPTED);
        assertThat(recipients(line.delivered())).containsExactly(EASTMERE);
        accepted(action());
        assertThat(text(to(POLICE, line.delivered()))).contains("5 Salt Lane");
    }

    @Test
    void h18_aChildThatIsLeftOutOfTheTransferIsNotedForTheCoordinator() {
        accepted(Tale.referral(victim, perpetrator));
        Tale transfer = transfer();
        transfer.whole().remove("children");
        String caseRef = accepted(transfer);
        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.CHILD_OMITTED);
    }

    private Tale transfer() {
        Tale transfer = information(IDVA, "TRANSFER");
        ObjectNode whole = transfer.whole();
        whole.put("kind", "TRANSFER");
        ObjectNode move = whole.putObject("move");
        move.put("to", EASTMERE).put("on", "2026-11-25").put("permanent", true).put("flaggedUntil", "2027-06-30");
        move.putObject("address")
                .put("postcode", "EM7 4RT")
                .putArray("lines")
                .add("5 Salt Lane")
                .add("Eastmere");
        move.putObject("contact")
                .put("method", "telephone")
                .put("value", "07700 900188")
                .put("safeToCall", "YES")
                .put("safeToText", "NO")
                .put("safeToLeaveMessage", "NO");
        whole.set("children", Tale.referral(victim, perpetrator).whole().get("children"));
        item(transfer, "RISK", "VICTIM", "Keeps her bag packed.");
        return transfer;
    }

    /** What the advisor says for an agreed action. */
    private Tale action() {
        Tale action = information(IDVA, "ACTION");
        item(action, "ADDRESS_SAFE", "VICTIM", "She is at 5 Salt Lane, Eastmere, EM7 4RT.");
        item(action, "RISK", "VICTIM", "Visit in pairs.");
        return action;
    }

    /** Of the same two people, without items. */
    private Tale information(String sender, String purpose) {
        Tale referral = Tale.referral(victim, perpetrator);
        Tale information = Tale.information();
        information.sender(sender).at("/header").put("purpose", purpose);
        information.whole().set("victim", referral.at("/victim").deepCopy().without(List.of("address", "telephones")));
        information
                .whole()
                .putArray("allegedPerpetrators")
                .add(referral.at("/allegedPerpetrators/0/person").deepCopy());
        information.whole().putArray("items");
        return information;
    }

    private static ObjectNode item(Tale tale, String category, String subject, String text, String... releasedTo) {
        ObjectNode item = tale.whole().withArray("items").addObject();
        item.put("category", category)
                .put("assertion", "OPINION")
                .put("subject", subject)
                .put("text", text);
        if (releasedTo.length > 0) {
            ArrayNode released = item.putArray("releasedTo");
            for (String agency : releasedTo) {
                released.addObject().put("agency", agency).putArray("purposes").add("TRANSFER");
            }
        }
        return item;
    }

    private String accepted(Tale tale) {
        Message message = line.message(tale);
        line.accepted(message);
        return line.filed(message).caseRef();
    }

    private static List<String> recipients(List<Envelope> envelopes) {
        return envelopes.stream()
                .flatMap(envelope -> envelope.to().stream())
                .map(AgencyId::value)
                .toList();
    }

    private static String text(List<Envelope> envelopes) {
        return envelopes.stream().map(envelope -> envelope.content().text()).collect(Collectors.joining("\n"));
    }
}
