export default function LabNotFound() {
  return (
    <main>
      <h1>Nothing in the lab</h1>
    </main>
  );
}
