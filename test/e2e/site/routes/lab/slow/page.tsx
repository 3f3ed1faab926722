export default function Slow() {
  return <h1>Slow page</h1>;
}
