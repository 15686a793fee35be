-- Who this account is at the issuer people sign in with. Bound at the first sign-in, and never to anybody else
-- afterwards: from then on only these two count, whatever becomes of the e-mail address there.

ALTER TABLE account
  ADD COLUMN oidc_issuer  text,
  ADD COLUMN oidc_subject text,
  ADD CONSTRAINT account_oidc UNIQUE (oidc_issuer, oidc_subject),
  ADD CONSTRAINT account_oidc_whole CHECK ((oidc_issuer IS NULL) = (oidc_subject IS NULL));
