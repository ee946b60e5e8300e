package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.storage.Transactions;

/** A hospital merges two of its patients: whose case is which does not change, and somebody looks. */
class IdentityChangesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");

    private final Transactions transactions = Databases.shared().transactions();
    private final Someone anna = Someone.named("Anna");
    private final Someone ben = Someone.named("Ben");
    private final CaseRecord record = SharedRecord.open();

    @Test
    void nobodyKnownMeansNobodyTold() {
        assertThat(merged(anna)).isEmpty();
    }

    @Test
    void everyCaseThatKnowsThePersonIsToldOfWhateverPartTheyHaveThere() {
        String victim = file(Told.by("wenbury-police", anna, ben).referral());
        String accused =
                file(Told.by("wenbury-police", Someone.named("Cara"), anna).referral());

        List<Notice> notices = merged(Someone.named("Dora"), anna);

        assertThat(notices).extracting(Notice::code).containsOnly(Notice.Code.IDENTITY_CHANGED);
        assertThat(notices).extracting(Notice::caseRef).containsExactlyInAnyOrder(victim, accused);
    }

    @Test
    void noCaseIsOpenedAndNoneIsMoved() {
        String caseRef = file(Told.by("wenbury-police", anna, ben).referral());
        int cases = cases();
        Someone other = Someone.named("Elsie");

        merged(anna, other);

        assertThat(cases()).isEqualTo(cases);
        assertThat(file(Told.by("wenbury-gp", other, ben).referral()))
                .as("the other name leads to no case")
                .isNotEqualTo(caseRef);
        assertThat(file(Told.by("wenbury-gp", anna, ben).referral())).isEqualTo(caseRef);
    }

    @Test
    void whatWasSaidLiesEncryptedWithTheCaseAndGoesWithIt() {
        String caseRef = file(Told.by("wenbury-police", anna, ben).referral());
        merged(anna);

        assertThat(stored(caseRef)).hasSize(1);
        assertThat(stored(caseRef).get(0)).doesNotContain("canary");
        transactions.write(c -> record.dispose(c, caseRef, NOW));
        assertThat(stored(caseRef)).isEmpty();
    }

    private int cases() {
        return transactions.read(c -> record.cases(c)).size();
    }

    private List<String> stored(String caseRef) {
        return transactions.read(c -> {
            try (var select =
                    c.prepareStatement("select encode(evidence, 'escape') from identity_change where case_ref = ?")) {
                select.setObject(1, Marked.reference(caseRef));
                try (var row = select.executeQuery()) {
                    List<String> all = new ArrayList<>();
                    while (row.next()) {
                        all.add(row.getString(1));
                    }
                    return all;
                }
            }
        });
    }

    private List<Notice> merged(Someone... people) {
        IdentityChange change = new IdentityChange(
                new MessageId(UUID.randomUUID().toString()),
                IdentityChange.Kind.MERGED,
                Arrays.stream(people).map(Someone::person).toList());
        return transactions.write(c -> record.review(c, HOSPITAL, change, Bytes.utf8("MRG|canary"), NOW));
    }

    private String file(Message message) {
        Bytes view = Bytes.utf8("{}");
        return transactions
                .write(c -> record.file(
                                c, new CaseRecord.Filing(message, view, view, Optional.empty(), NOW, Optional.empty()))
                        .orElseThrow())
                .caseRef();
    }
}
