package org.marac.gateway.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Ruling;

/** Entries of an invented day: a hospital's referral goes to the record and to the IDVA, not to housing. */
final class Entries {
    static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
    static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    static final AgencyId MARAC = new AgencyId("wenbury-marac");
    static final AgencyId IDVA = new AgencyId("haven-idva");
    static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    static final AgencyId FIRE = new AgencyId("wenbury-fire");
    static final ProtocolRef PROTOCOL = new ProtocolRef("wenbury-marac", 3, digest("protocol"));
    static final String CASE = "k3Zq7Xb1Yc0aHfWm2TjP5w";
    static final String MESSAGE = "mF9tQ0vLr4sKd8eNc1uJzg";
    static final String RECEIPT = "0b6f2a4e-6f0c-4c5f-9a53-6d3f6c1f2a10";

    static final Ruling.Permit TO_IDVA = Permits.of(
            IDVA,
            List.of(new ClauseId("C4.2"), new ClauseId("C5.1")),
            Materials.of(
                    DataCategory.ENVELOPE, DataCategory.VICTIM_IDENTITY, DataCategory.RISK, DataCategory.CONTACT_SAFE),
            Set.of(Obligation.MINEC, Obligation.NOREUSE),
            Set.of(LawfulBasis.LEGITIMATE_INTERESTS));
    static final Ruling.Permit TO_RECORD = Permits.of(
            MARAC,
            List.of(new ClauseId("C4.1")),
            Materials.of(DataCategory.ENVELOPE, DataCategory.VICTIM_IDENTITY, DataCategory.RISK, DataCategory.HEALTH),
            Set.of(Obligation.ENCRYPT),
            Set.of(LawfulBasis.PUBLIC_TASK));
    static final Ruling.Refuse TO_HOUSING =
            new Ruling.Refuse(HOUSING, List.of(new ClauseId("C7")), "not-needed-for-purpose");

    private Entries() {}

    static Digest digest(String text) {
        return Digest.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static Question question() {
        return new Question(
                NOON,
                HOSPITAL,
                MessageKind.REFERRAL,
                Purpose.REFERRAL,
                Assurance.CHANNEL,
                Materials.of(
                        DataCategory.ENVELOPE, DataCategory.VICTIM_IDENTITY, DataCategory.RISK, DataCategory.HEALTH),
                Materials.of(DataCategory.ADDRESS_SAFE),
                Set.of(Label.R, Label.SDV),
                Optional.of(Consent.State.REFUSED),
                true,
                Optional.of(new Question.RiskFacts(
                        "SAFELIVES-DASH",
                        16,
                        Optional.of(15),
                        Set.of(Referral.Criterion.VISIBLE_HIGH_RISK, Referral.Criterion.REPEAT),
                        true,
                        3,
                        false)),
                2,
                false,
                Optional.empty(),
                Question.Stated.NOTHING,
                false,
                Map.of(),
                Map.of(),
                Set.of(HOSPITAL, MARAC, IDVA, HOUSING));
    }

    static Entry.Arrived arrived() {
        return new Entry.Arrived(
                Door.FHIR, Optional.of(MESSAGE), digest("as received"), 5120, Optional.of(MediaType.FHIR_JSON));
    }

    static Entry.Admitted admitted() {
        return new Entry.Admitted(
                NOON,
                arrived(),
                HOSPITAL,
                Assurance.CHANNEL,
                question(),
                new Decision(PROTOCOL, List.of(TO_RECORD, TO_IDVA, TO_HOUSING)),
                CASE,
                RECEIPT);
    }

    static Entry.TurnedAway turnedAway() {
        return new Entry.TurnedAway(
                NOON,
                new Entry.Arrived(Door.QUEUE, Optional.empty(), digest("what"), 17, Optional.empty()),
                Optional.of(FIRE),
                Refusal.at(RefusalCode.NOT_A_SIGNATORY, "no-signature", "/entry/0/resource"),
                Optional.of(PROTOCOL),
                Optional.empty(),
                Optional.empty(),
                Optional.of(RECEIPT));
    }

    static HoldEntry.Held held(Position decision) {
        return new HoldEntry.Held(
                NOON,
                HOSPITAL,
                IDVA,
                MESSAGE,
                CASE,
                "5a1f7a36-0a8f-4b7e-9d6b-2f0f4ad1c001",
                "a-person-must-decide",
                List.of(new ClauseId("C5.2")),
                decision);
    }

    /** What {@link #held} says waits, as later entries name it. */
    static HoldEntry.Hold hold(Position raised) {
        return new HoldEntry.Hold("5a1f7a36-0a8f-4b7e-9d6b-2f0f4ad1c001", HOSPITAL, IDVA, MESSAGE, CASE, raised);
    }

    static Acting coordinator() {
        return new Acting("0123456789abcdef0123456789abcdef", Office.COORDINATOR, MARAC);
    }

    static HoldEntry.Released released(Position raised) {
        return new HoldEntry.Released(
                NOON,
                hold(raised),
                List.of(coordinator()),
                "seen-and-safe",
                question(),
                new Decision(
                        PROTOCOL,
                        List.of(
                                TO_RECORD,
                                new Ruling.Hold(IDVA, List.of(new ClauseId("C5.2")), "a-person-must-decide", TO_IDVA),
                                TO_HOUSING)),
                digest("the view"),
                Optional.of("7c1f7a36-0a8f-4b7e-9d6b-2f0f4ad1c009"));
    }

    static HoldEntry.Withheld withheld(Position raised) {
        return new HoldEntry.Withheld(
                NOON,
                hold(raised),
                List.of(coordinator()),
                "not-a-signatory",
                Optional.of(question()),
                Optional.of(new Decision(PROTOCOL, List.of(TO_RECORD, TO_HOUSING))));
    }

    static HoldEntry.Escalated escalated(Position raised) {
        return new HoldEntry.Escalated(NOON, hold(raised), Office.DEPUTY, 1, true);
    }

    static Entry.Disclosed disclosed(Ruling.Permit permit, Door door, Position decision) {
        Set<Material> withheld = permit.equals(TO_IDVA) ? Materials.of(DataCategory.HEALTH) : Set.of();
        return new Entry.Disclosed(
                NOON,
                HOSPITAL,
                permit,
                door,
                MESSAGE,
                CASE,
                PROTOCOL,
                withheld,
                digest("for " + permit.recipient()),
                4096,
                decision);
    }

    /** The recipient of {@link #TO_IDVA} is told not to rely on what it was sent. */
    static Entry.Recall recall(Position recalled, Position decision) {
        return new Entry.Recall(
                NOON,
                HOSPITAL,
                IDVA,
                Door.QUEUE,
                "fedcba9876543210fedcba9876543210",
                CASE,
                PROTOCOL,
                digest("recall for " + IDVA),
                512,
                recalled,
                decision);
    }

    static Entry.Delivered delivered(Ruling.Permit permit, Door door, Position disclosure) {
        return new Entry.Delivered(NOON, permit.recipient(), door, digest("for " + permit.recipient()), 1, disclosure);
    }

    static Entry.Undelivered undelivered(Ruling.Permit permit, Door door, Position disclosure) {
        return new Entry.Undelivered(
                NOON, permit.recipient(), door, digest("for " + permit.recipient()), 5, disclosure, "queue-full");
    }

    static Entry.Noted started() {
        return new Entry.Noted(
                NOON, "log.started", Optional.of(PROTOCOL), List.of(new Entry.Noted.Detail("version", "0.1.0")));
    }

    /** A referral that was admitted, filed, disclosed and delivered, from an index on: five entries. */
    static List<Entry> referral(long first) {
        return List.of(
                admitted(),
                disclosed(TO_RECORD, Door.RECORD, new Position(first)),
                disclosed(TO_IDVA, Door.QUEUE, new Position(first)),
                delivered(TO_IDVA, Door.QUEUE, new Position(first + 2)),
                turnedAway());
    }

    /** The first entries of a day. */
    static List<Entry> day(int count) {
        return day(0, count);
    }

    /** The entries of a day from an index to another, each naming others where they stand. */
    static List<Entry> day(int from, int to) {
        List<Entry> day = new ArrayList<>();
        if (from == 0) {
            day.add(started());
        }
        while (from + day.size() < to) {
            day.addAll(referral(from + day.size()));
        }
        return day.subList(0, to - from);
    }
}
