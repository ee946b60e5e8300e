-- code: what became of the request, as its recipient's system says; the rest of the answer lies encrypted.
alter table partner_answer add column code text;
create index partner_answer_received on partner_answer (received_at);
