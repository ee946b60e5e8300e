package org.marac.gateway.format;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the professionals say, in the observations in which the same is read (see {@link Hl7Words}, {@link Hl7Parties}). */
final class Hl7OutWords {
    private static final Map<String, String> ANSWERS =
            Map.of("YES", "Y", "NO", "N", "UNKNOWN", "UNK", "NOT_ASKED", "NASK");

    private final Hl7Lines lines;
    private final Hl7OutPeople people;

    Hl7OutWords(Hl7Lines lines, Hl7OutPeople people) {
        this.lines = lines;
        this.people = people;
    }

    /** What a referral says beside who the victim is. */
    void referral(Telling said) {
        said.within("consent").ifPresent(this::consent);
        said.texts("criteria").forEach(ground -> lines.observe("CE", "CRITERION", "", word(ground)));
        prose("TX", "RATIONALE", said.text("rationale"));
        said.within("escalation").ifPresent(window -> {
            lines.observe("NM", "INCIDENTS", window.text("incidents"));
            lines.observe("NM", "INCIDENT-MONTHS", window.text("months"));
        });
        said.within("repeat").ifPresent(prior -> {
            lines.observe("DT", "PRIOR-DATE", prior.text("referredOn").map(Hl7OutPeople::date));
            prose("ST", "PRIOR-AREA", prior.text("area"));
        });
        said.within("safeContact").ifPresent(this::safeContact);
        said.within("riskAssessment").ifPresent(this::risk);
        said.within("talk").ifPresent(this::talk);
        said.within("narrative").ifPresent(narrative -> {
            for (String part : List.of("reason", "history", "wishes", "health", "other")) {
                prose("TX", part.toUpperCase(Locale.ROOT), narrative.text(part));
            }
        });
    }

    /** Everyone beside the victim, in groups of observations. */
    void parties(Telling said) {
        grouped(said, "allegedPerpetrators", (one, of) -> {
            people.person(one.within("person").orElse(one), "AP-", of);
            told("ST", "AP-RELATIONSHIP", of, one.text("relationshipToVictim"));
            told("TX", "AP-WEAPONS", of, one.text("accessToWeapons"));
        });
        grouped(said, "children", (one, of) -> {
            people.person(one.within("person").orElse(one), "CH-", of);
            told("ST", "CH-RELATIONSHIP", of, one.text("relationshipToVictim"));
            told("ST", "CH-RELATIONSHIP-AP", of, one.text("relationshipToPerpetrator"));
            told("ST", "CH-SCHOOL", of, one.text("school"));
            people.say("DT", "CH-EXPECTED", of, one.text("expected").map(Hl7OutPeople::date));
        });
        grouped(said, "exclusions", (one, of) -> {
            told("ST", "EX-NAME", of, one.text("name"));
            told("ST", "EX-RELATIONSHIP", of, one.text("relationship"));
            told("ST", "EX-EMPLOYER", of, one.text("agency"));
            told("ST", "EX-STAFF-ID", of, one.text("staffId"));
            told("ST", "EX-REASON", of, one.text("reason"));
        });
    }

    /** One group of observations for each; they are counted from one. */
    private static void grouped(Telling said, String list, BiConsumer<Telling, String> tell) {
        int group = 0;
        for (Telling one : said.each(list)) {
            tell.accept(one, Integer.toString(++group));
        }
    }

    /** What an agency knows, one text after another, each with what is said about it. */
    void items(Telling said) {
        for (Telling item : said.each("items")) {
            String category = item.text("category").orElse("");
            boolean health = category.equals("HEALTH");
            prose("TX", health ? "HEALTH" : "OTHER", item.text("text"));
            if (!health) {
                lines.note("category: " + category);
            }
            item.rest().forEach(lines::note);
        }
    }

    /** What is in the header of a message and for people to read. */
    void header(Telling header) {
        header.texts("labels").forEach(label -> lines.observe("CE", "LABEL", "", label));
        header.within("justification").ifPresent(law -> {
            lines.observe("CE", "LAW-BASIS", law.text("basis").map(Hl7OutWords::word));
            lines.observe("CE", "LAW-CONDITION", law.text("condition").map(Hl7OutWords::word));
            lines.observe("CE", "LAW-POWER", law.text("power").map(Hl7OutWords::word));
            prose("TX", "LAW-NECESSITY", law.text("necessity"));
            prose("TX", "LAW-PROPORTIONALITY", law.text("proportionality"));
        });
        for (Telling one : header.each("attachments")) {
            boolean health = one.text("category").filter("HEALTH"::equals).isPresent();
            String[] type = one.text("mediaType").orElse("/").split("/", 2);
            lines.observe(
                    "ED",
                    health ? "DOCUMENT-HEALTH" : "DOCUMENT",
                    "",
                    Hl7Lines.component(
                            "", type[0], type[1], "Base64", one.text("data").orElse("")));
            one.text("subject");
        }
    }

    private void consent(Telling consent) {
        lines.observe("CE", "CONSENT", consent.text("state").map(Hl7OutWords::word));
        answer("CONSENT-AWARE", consent.text("victimAware"));
        consent.within("withoutConsent").ifPresent(without -> {
            lines.observe("CE", "CONSENT-WITHOUT", without.text("reason").map(Hl7OutWords::word));
            prose("TX", "CONSENT-RISK", without.text("riskIfNotShared"));
            prose("ST", "CONSENT-DECIDED-BY", without.text("decidedBy"));
        });
    }

    private void safeContact(Telling contact) {
        prose("ST", "SC-METHOD", contact.text("method"));
        prose("ST", "SC-VALUE", contact.text("value"));
        answer("SC-CALL", contact.text("safeToCall"));
        answer("SC-TEXT", contact.text("safeToText"));
        answer("SC-MESSAGE", contact.text("safeToLeaveMessage"));
        prose("ST", "SC-TIMES", contact.text("times"));
        contact.within("via").ifPresent(via -> {
            prose("ST", "SC-VIA-NAME", via.text("name"));
            prose("ST", "SC-VIA-RELATIONSHIP", via.text("relationship"));
            prose("ST", "SC-VIA-PHONE", via.text("telephone"));
        });
    }

    private void risk(Telling risk) {
        prose("ST", "RISK-INSTRUMENT", risk.text("instrument"));
        prose("ST", "RISK-VERSION", risk.text("version"));
        lines.observe("DT", "RISK-DATE", risk.text("assessedOn").map(Hl7OutPeople::date));
        prose("ST", "RISK-ASSESSOR", risk.text("assessorRole"));
        lines.observe("NM", "RISK-SCORE", risk.text("declaredScore"));
        prose("ST", "RISK-BAND", risk.text("band"));
        for (Telling one : risk.each("answers")) {
            lines.answer(
                    one.text("concept").orElse(""),
                    ANSWERS.getOrDefault(one.text("answer").orElse(""), "UNK"));
            one.text("note").ifPresent(lines::note);
        }
    }

    private void talk(Telling talk) {
        int group = 0;
        for (Map.Entry<String, String> role : List.of(
                Map.entry("afraidOf", "afraid-of"),
                Map.entry("safe", "safe-to-talk-to"),
                Map.entry("notSafe", "not-safe-to-talk-to"))) {
            for (Telling one : talk.each(role.getKey())) {
                String of = Integer.toString(++group);
                lines.observe("CE", "TALK-ROLE", of, role.getValue());
                told("ST", "TALK-NAME", of, one.text("name"));
                told("ST", "TALK-RELATIONSHIP", of, one.text("relationship"));
                told("ST", "TALK-PHONE", of, one.text("telephone"));
            }
        }
    }

    /** About one of several people. */
    private void told(String type, String code, String group, Optional<String> text) {
        people.say(type, code, group, text.map(Hl7Lines::prose));
    }

    private void prose(String type, String code, Optional<String> text) {
        lines.observe(type, code, text.map(Hl7Lines::prose));
    }

    private void answer(String code, Optional<String> answer) {
        lines.observe("CE", code, answer.map(said -> ANSWERS.getOrDefault(said, "UNK")));
    }

    /** A word of a closed list, as HL7 systems are given it. */
    static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
