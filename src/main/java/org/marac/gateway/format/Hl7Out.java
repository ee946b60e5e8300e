package org.marac.gateway.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Label;

/**
 * A disclosure as an HL7 v2.5.1 message: a referral as REF^I12, what takes its place as REF^I13, a withdrawal as REF^I14,
 * everything else as MDM^T02, and what the gateway itself tells as RRI^I12. It always carries the sealed disclosure, whole, in
 * an observation ({@code SEALED}); what it says beside that, it says of the same view, with the codes with which the same is
 * read. Documented in {@code docs/agency-it/hl7-out.md}.
 */
final class Hl7Out {
    private static final int ID_DIGITS = 20;
    private static final Set<String> RESTRICTING = Set.of(Label.R.name(), Label.V.name());
    private static final String REFERRAL = "REF_I12";
    private static final String DOCUMENT = "MDM_T02";

    private final Hl7Lines lines = new Hl7Lines();
    private final Hl7OutPeople people = new Hl7OutPeople(lines);
    private final Hl7OutWords words = new Hl7OutWords(lines, people);
    private final Hl7OutFrame frame;
    private final Telling view;
    private final Telling content;

    private Hl7Out(Envelope envelope, Bytes sealed, JsonNode view) {
        this.frame = new Hl7OutFrame(lines, envelope, id(sealed));
        this.view = Telling.of(view);
        this.content = this.view
                .within("referral")
                .or(() -> this.view.within("information"))
                .orElse(this.view);
    }

    /**
     * The message.
     *
     * @param envelope what is sealed, its content a canonical view
     * @param sealed the same, sealed
     * @param clear whether it says what the view says; otherwise only what an engine needs to pass it on
     */
    static Bytes write(Envelope envelope, Bytes sealed, JsonNode view, boolean clear) {
        return new Hl7Out(envelope, sealed, view).message(sealed, clear);
    }

    /**
     * What the gateway itself tells an agency about a referral of its own, as RRI^I12: sealed, and beside that only which
     * referral.
     *
     * @param envelope what is sealed, its content a notice in JSON
     */
    static Bytes answer(Envelope envelope, Bytes sealed, JsonNode notice) {
        return new Hl7Out(envelope, sealed, notice).answer(sealed);
    }

    private Bytes answer(Bytes sealed) {
        frame.header("RRI^I12^RRI_I12");
        frame.answered(view.text("message").orElse(""));
        frame.unnamed();
        frame.request();
        frame.handling();
        frame.sealed(sealed);
        return lines.bytes();
    }

    /** MSH-10: the first twenty digits of the digest under which the audit log knows what is sealed; the same on every try. */
    static String id(Bytes sealed) {
        return sealed.digest().hex().substring(0, ID_DIGITS).toUpperCase(Locale.ROOT);
    }

    private Bytes message(Bytes sealed, boolean clear) {
        String event = event();
        frame.header(event);
        boolean referral = event.startsWith("REF");
        if (referral) {
            frame.referred(event.startsWith("REF^I12"), view, clear ? content.within("referrer") : Optional.empty());
        } else {
            frame.event();
        }
        if (clear) {
            people.victim(content.within("victim").orElse(content), frame.number(), isRestricted());
        } else {
            frame.unnamed();
        }
        if (referral) {
            frame.request();
        } else {
            frame.document(view);
        }
        frame.handling();
        view.within("withdrawal")
                .ifPresent(why ->
                        lines.observe("CE", "WITHDRAWAL", why.text("reason").map(Hl7OutWords::word)));
        if (clear) {
            said();
        }
        frame.sealed(sealed);
        return lines.bytes();
    }

    private String event() {
        if (view.has("withdrawal")) {
            return "REF^I14^" + REFERRAL;
        }
        if (view.has("referral")) {
            return "REF^I13^" + REFERRAL;
        }
        return view.text("kind").filter("REFERRAL"::equals).isPresent() ? "REF^I12^" + REFERRAL : "MDM^T02^" + DOCUMENT;
    }

    /** What the view says, in the clear. */
    private void said() {
        content.within("referrer")
                .ifPresent(who ->
                        lines.observe("ST", "REFERRER-ROLE", who.text("role").map(Hl7Lines::prose)));
        Optional<Telling> victim = content.within("victim");
        victim.ifPresent(people::more);
        words.parties(content);
        words.referral(content);
        words.items(content);
        view.within("header").ifPresent(header -> {
            words.header(header);
            List.of("id", "sender", "created", "purpose", "correlation", "inReplyTo", "marking")
                    .forEach(header::text);
        });
        List.of("kind", "version", "corrects").forEach(view::text);
        view.rest().forEach(lines::note);
    }

    private boolean isRestricted() {
        return view.within("header").stream()
                .flatMap(header -> header.seen("labels").stream())
                .anyMatch(RESTRICTING::contains);
    }
}
