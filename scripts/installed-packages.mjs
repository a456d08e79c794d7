/** Packages that are installed beside a built Kapu: with machine code for each system, or (koffi, @node-rs/argon2) not everywhere. */
export const installed = ['argon2', '@node-rs/argon2', '@node-rs/bcrypt', 'koffi'];
